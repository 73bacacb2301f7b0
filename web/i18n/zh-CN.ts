// The words of the first load, in Simplified Chinese.
import { DAY, HOUR, MAX_NOTE_BYTES, MAX_OPEN_PROMPTS, MINUTE, SECOND } from '../../src/core/limits.ts';
import type { Dictionary, Strings } from './strings.ts';
import { chineseMore } from './zh-CN-more.ts';

/** 时长：不足两分钟以秒计，否则逐级写出。 */
function duration(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.round(ms / 100) / 10} 秒`;
  const whole = Math.round(ms / SECOND) * SECOND;
  const parts: [number, string][] = [
    [Math.floor(whole / DAY), '天'],
    [Math.floor(whole / HOUR) % 24, '小时'],
    [Math.floor(whole / MINUTE) % 60, '分钟'],
    [Math.floor(whole / SECOND) % 60, '秒'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

const first: Strings = {
  brand: 'choice',
  activePrompts: '待回答',
  activePromptsCount: (count) => `待回答（${count}）`,
  history: '历史',
  settings: '设置',
  keys: '按键',
  alsoWaiting: '还有其他问题在等待',

  asks: {
    select: (options) => `${options} 个选项`,
    multi: (options) => `多选，共 ${options} 个选项`,
    confirm: () => '是或否',
    input: () => '填写文字',
  },

  connection: { connecting: '正在连接…', open: '已连接', reconnecting: '正在重新连接…', stopped: '门户已停止' },

  empty: {
    title: '目前没有等待您回答的问题。',
    text: '脚本一提问，问题就会出现在这里。可以在终端里试试：',
    command: 'choice ask "部署到哪里？" staging production',
  },

  locked: {
    title: '此页面已锁定',
    text: '它没有查看您的问题的密钥。请打开终端中显示的链接，或者重新获取一个：',
    command: 'choice dashboard --open',
  },

  presence: {
    loading: '正在加载…',
    looking: '正在查找这个问题…',
    missing: '这个问题已经不在了',
    missingText: '它早些时候已被回答、取消或超时，或者提问的命令已经结束。',
  },

  chunk: { failed: '页面的这一部分未能加载。', reload: '重新加载页面' },

  time: {
    left: '剩余时间',
    checking: '正在确认…',
    none: '不限时',
    extendOne: '+1 分钟',
    extendFive: '+5 分钟',
    setLabel: '设定剩余时间',
    setHint: '90、5m、2:30',
    set: '设定',
    atMaximum: '不能再延长时间了。',
    held: (time, count, max) => `已为您延时 ${time}（第 ${count} 次，最多 ${max} 次）`,
    duration,
  },

  form: {
    submit: '提交',
    cancel: '取消',
    recommended: '推荐',
    fallback: '超时则选它',
    danger: '危险',
    sending: '正在发送…',
    answerQueued: '正在重新连接…您的选择已保留',
    cancelQueued: '正在重新连接…连接恢复后即取消此问题',
  },

  notices: {
    settled: '这个问题已经有结果了',
    not_extendable: '这个问题的截止时间不能更改',
    max_timeout: '不能超过这个问题的最长时限',
    not_due: '截止时间还没到',
    unknown_value: '没有这个选项',
    wrong_count: '请恰好选择一项',
    too_few: '选得太少，请再选几项',
    too_many: '选得太多，请去掉几项',
    text_missing: '请填写回答',
    too_short: '文字太短',
    too_long: '文字太长',
    not_one_line: '只能填写一行',
    pattern_mismatch: '文字不符合要求的格式',
    note_too_long: `备注最多 ${MAX_NOTE_BYTES} 字节`,
    unexpected_text: '这个问题不接受填写的文字',
    unknown_prompt: '没有这个问题',
    too_many_prompts: `已有 ${MAX_OPEN_PROMPTS} 个问题在等待，请先回答或取消一些`,
    id_taken: '这个编号已被另一个问题使用',
    key_taken: '这个标识之前问过另一个问题，请换一个标识',
    draining: '门户正在退出，请稍后再试',
    bad_json: '消息不是有效的 JSON',
    unknown_type: '消息没有可识别的类型',
    bad_message: '消息中有缺失或错误的内容',
    bad_spec: '问题的定义无效',
    pick_first: '请先选择一项',
    bad_duration: '请写 90、5m、1h 或 2:30 这样的时间，从 1 秒到 30 天',
    hold_needed: '此项危险：请按住按钮直到填满，或者输入它的值',
    too_much_text: '文字和备注合计太长，请缩短',
  },

  settled: {
    sending: '正在发送…',
    delivered: '已送达',
    gone: '命令已经结束',
    timed_out: '已超时',
    fallback_used: '已超时',
    cancelled: '已取消',
    stopped: '已取消',
    answeredInTab: '已在另一个标签页中回答：',
    answeredInTerminal: '已在终端中回答：',
    cancelledInTab: '已在另一个标签页中取消',
    cancelledInTerminal: '已在终端中取消',
    wasUsed: '被采用',
  },

  announce: {
    minute: '还剩一分钟',
    halfMinute: '还剩 30 秒',
    tenSeconds: '还剩 10 秒',
    arrived: (count) => `有新问题在等待，共 ${count} 个`,
  },

  offer: {
    label: '通知',
    text: '不在此页面时，也能得知有新问题或时间将尽。',
    enable: '开启通知',
    dismiss: '以后再说',
  },

  notifications: {
    arrived: (asks) => `有命令在等您回答：${asks}`,
    soon: (time) => `剩余不足 ${time}`,
    timedOut: '已超时：没有人及时回答',
    fallbackUsed: (label) => `已超时：采用了 ${label}`,
  },
};

export const chinese: Dictionary = { language: 'zh-CN', first, more: chineseMore };
