// What the prompt in the terminal says, in Simplified Chinese.
import { CHINESE_REFUSALS } from '../../protocol/zh-CN.ts';
import type { Strings } from './en.ts';

const always = [
  ['+', '延长一分钟'],
  ['< >', '滚动上方的正文'],
  ['Ctrl-X', '取消此问题（会先确认）'],
  ['Ctrl-C', '结束命令'],
] as const;

export const zhCN: Strings = {
  left: (clock) => `剩余 ${clock}`,
  checking: '正在确认…',
  noDeadline: '不限时',
  reconnecting: '正在重新连接…',
  looking: '正在查找这个问题…',
  sending: '正在发送…',
  queued: '正在重新连接，您的回答已保留（按 Esc 收回）',
  recommended: '推荐',
  fallback: '超时将采用',
  danger: '危险：须输入该选项的值',
  other: '其他…',
  otherLabel: '其他',
  note: '备注',
  noteOn: (label) => `${label} 的备注`,
  filter: '筛选',
  matches: (count, of) => `${of} 项中的 ${count} 项`,
  noMatch: '没有符合的选项。',
  position: (at, of) => `第 ${at} 项，共 ${of} 项`,
  bodyMore: (lines) => `还有 ${lines} 行`,
  picked: (count, min, max) => {
    if (min === null) return `已选 ${count} 项`;
    if (max === null) return `已选 ${count} 项（至少 ${min} 项）`;
    return min === max ? `已选 ${count} 项（应选 ${min} 项）` : `已选 ${count} 项（${min} 到 ${max} 项）`;
  },
  length: (length, min, max) => (length > max ? `超出 ${length - max} 个字符` : `还需 ${min - length} 个字符`),
  typeValue: (value) => `危险选项：请输入 ${value} 并按 Enter`,
  typed: '值',
  askCancel: '取消这个问题吗？按 y 取消，按其他键继续',
  hints: {
    select: '↑↓ 选择 · Enter 回答 · ? 快捷键',
    multi: '↑↓ 移动 · 空格选中 · Enter 回答 · ? 快捷键',
    confirm: 'y n 选择 · Enter 回答 · ? 快捷键',
    inputKeys: 'Enter 回答 · e 编辑 · ? 快捷键',
    text: 'Enter 回答 · Esc 使用其他快捷键',
    multiline: 'Ctrl-D 回答 · Enter 换行 · Esc 使用其他快捷键',
    filter: '↑↓ 移动 · Enter 选定 · Esc 离开',
    note: 'Enter 保留 · Esc 离开',
    value: 'Enter 回答 · Esc 返回',
  },
  help: {
    select: [
      ['↑ ↓ j k', '选择'],
      ['1–9', '按编号选择'],
      ['Enter', '选择之后，回答'],
      ['/', '筛选'],
      ['n、N', '给回答、给选项添加备注'],
      ...always,
    ],
    multi: [
      ['↑ ↓ j k', '移动'],
      ['空格、1–9', '选中或取消选中'],
      ['a', '全选或全不选'],
      ['Enter', '选择之后，回答'],
      ['/', '筛选'],
      ['n、N', '给回答、给选项添加备注'],
      ...always,
    ],
    confirm: [['y n ↑ ↓', '选择'], ['Enter', '选择之后，回答'], ['N', '给回答添加备注'], ...always],
    input: [['Enter', '填写之后，回答'], ['e、Tab', '编辑文字'], ['n', '给回答添加备注'], ...always],
  },
  notices: {
    ...CHINESE_REFUSALS,
    pick_first: '请先选择一项',
    too_much_text: '文字和备注合计太长，请缩短',
    enter_again: '再按一次 Enter 即回答',
    submit_again: '再按一次即回答',
    no_stop: '此处按 Ctrl-Z 无法恢复：shell 正在等待回答',
    not_typed: '输入的不是该选项的值，没有提交',
    no_match: '没有符合筛选的选项，按 Esc 清除筛选',
  },
  ending: {
    surfaces: { browser: '浏览器', terminal: '终端', cli: '命令行' },
    answered: (where) => `已在${where}中回答：`,
    tooLate: '您的回答晚了一步',
    timedOut: '已超时',
    fellBack: '已超时，已采用：',
    cancelled: '已取消',
    cancelledIn: (where) => `已在${where}中取消`,
    gone: '提问的命令已经结束',
    notTaken: '命令已经结束，没有收到回答',
    portalStopped: '门户已停止',
    closed: '未在此处回答',
    nothing: '未选任何项',
  },
};
