// Texts of the prompt in the terminal, in Simplified Chinese.
import { formatDuration } from '../../core/duration.ts';
import { groupDigits } from '../../core/text.ts';
import { CHINESE_REFUSALS, CHINESE_UNITS } from '../../protocol/zh-CN.ts';
import { askedFrom, zhCN as words } from '../../words/zh-CN.ts';
import type { Strings } from './en.ts';

const always = [
  ['+', '延长一分钟'],
  ['PgUp PgDn', '滚动上方的正文或列表'],
  ['Ctrl-X', '取消此问题（会先确认）'],
  ['Ctrl-C', '结束命令'],
] as const;

export const zhCN: Strings = {
  units: CHINESE_UNITS,
  askedFrom,
  left: (clock) => `剩余 ${clock}`,
  checking: '正在确认…',
  noDeadline: '不限时',
  reconnecting: '正在重新连接…',
  looking: '正在查找这个问题…',
  kept: (graceMs) =>
    `暂无命令等待${graceMs === null ? '' : `，${formatDuration(graceMs, CHINESE_UNITS)}内无命令则结束`}；您的回答会保留`,
  sending: '正在发送…',
  queued: '正在重新连接，您的回答已保留（按 Esc 收回）',
  recommended: '推荐',
  fallback: '超时将采用',
  danger: (value) => `危险：须输入${value === null ? '该选项的值' : ` ${value}`}`,
  other: '其他…',
  otherLabel: '其他',
  note: '备注',
  reason: '原因',
  noteOn: (label) => `${label} 的备注`,
  notSent: '未发送：',
  filter: '筛选',
  filterHint: '输入以查找',
  hidden: (count) => `另有 ${count} 项未显示`,
  matches: (count, of) => `${of} 项中的 ${count} 项`,
  noMatch: '没有符合的选项。',
  position: (at, of) => `第 ${at} 项，共 ${of} 项`,
  bodyMore: (lines) => `还有 ${lines} 行`,
  picked: (count, min, max) => {
    if (min === null) return `已选 ${count} 项`;
    if (max === null) return `已选 ${count} 项（至少 ${min} 项）`;
    return min === max ? `已选 ${count} 项（应选 ${min} 项）` : `已选 ${count} 项（${min} 到 ${max} 项）`;
  },
  length: (length, min, max) =>
    length > max
      ? `最多 ${groupDigits(max)} 个字符，超出 ${groupDigits(length - max)} 个`
      : `至少 ${groupDigits(min)} 个字符，还需 ${groupDigits(min - length)} 个`,
  typeValue: (value) => `危险选项：请输入 ${value} 并按 Enter`,
  typed: '值',
  askCancel: '取消这个问题吗？按 y 取消，按 r 说明原因并取消，按其他键继续',
  lines: {
    select: '输入编号并按 Enter',
    multi: '输入编号（以空格分隔）并按 Enter',
    confirm: '输入 y 或 n 并按 Enter',
    numberOrText: '输入编号或您自己的回答，然后按 Enter',
    line: '输入回答并按 Enter',
    text: '输入回答；单独一行句点表示结束',
    begun: '已有的文本，您输入的内容将接在后面：',
    preset: (answer) => `按两次 Enter 即回答：${answer}`,
    note: '这个回答需要附上备注。请输入备注并按 Enter；空行返回',
    unknown: (line) => `没有“${line}”这一项`,
  },
  hints: {
    select: '↑↓ 选择 · Enter 回答 · ? 快捷键',
    multi: '↑↓ 移动 · 空格选中 · Enter 回答 · ? 快捷键',
    confirm: 'y n 选择 · Enter 回答 · ? 快捷键',
    inputKeys: 'Enter 回答 · e 编辑 · ? 快捷键',
    text: 'Enter 回答 · Esc 使用其他快捷键',
    multiline: 'Ctrl-D 回答 · Enter 换行 · Esc 使用其他快捷键',
    filterSelect: '↑↓ 选择 · Enter 回答 · Esc 使用其他快捷键',
    filterMulti: '↑↓ 移动 · Tab 选中 · Enter 回答 · Esc 使用其他快捷键',
    longList: '/ 筛选 · Enter 回答 · ? 快捷键',
    note: 'Enter 保留 · Esc 离开',
    reason: 'Enter 取消这个问题 · Esc 返回',
    value: 'Enter 回答 · Esc 返回',
  },
  help: {
    select: [
      ['↑ ↓ j k', '选择'],
      ['1–9', '按编号选择'],
      ['Enter', '选择之后，回答'],
      ['n、N', '给回答、给选项添加备注'],
      ...always,
    ],
    multi: [
      ['↑ ↓ j k', '移动'],
      ['空格、1–9', '选中或取消选中'],
      ['a', '全选或全不选'],
      ['Enter', '选够之后，回答'],
      ['n、N', '给回答、给选项添加备注'],
      ...always,
    ],
    selectLong: [
      ['文字', '筛选；词序不限，字母可省略'],
      ['↑ ↓', '选择'],
      ['Enter', '选中光标所在项；已选中时，回答'],
      ['Esc', '清除筛选；再按一次：使用这些快捷键'],
      ['/', '回到筛选'],
      ['n、N', '给回答、给选项添加备注'],
      ...always,
    ],
    multiLong: [
      ['文字', '筛选；词序不限，字母可省略'],
      ['↑ ↓', '移动'],
      ['Tab', '选中或取消选中；移动之后也可按空格'],
      ['Enter', '选中光标所在项；已选中时，回答'],
      ['Esc', '清除筛选；再按一次：使用这些快捷键'],
      ['/', '回到筛选'],
      ['a', '全选或全不选'],
      ['n、N', '给回答、给选项添加备注'],
      ...always,
    ],
    confirm: [['y n ↑ ↓', '选择'], ['Enter', '选择之后，回答'], ['N', '给回答添加备注'], ...always],
    input: [
      ['Enter', '填写之后，回答'],
      ['Esc', '使用这些快捷键'],
      ['e、Tab', '回到文字'],
      ['n', '给回答添加备注'],
      ...always,
    ],
  },
  notices: {
    ...CHINESE_REFUSALS,
    pick_first: '请先选择一项',
    too_much_text: '文字和备注合计太长，请缩短',
    enter_again: '再按一次 Enter 即回答',
    submit_again: '再按一次即回答',
    no_stop: '此处按 Ctrl-Z 无法恢复：命令解释器正在等待回答',
    not_typed: '输入的不是该选项的值，没有提交',
    offered: '保留自上次，尚未发送',
    no_match: '没有符合筛选的选项，按 Esc 清除筛选',
  },
  ending: {
    outcome: words,
    tooLate: '您的回答晚了一步',
    kept: '已保留，等待命令领取',
    closed: '未在此处回答',
    nothing: '未选任何项',
  },
};
