// The words of the first load, in Simplified Chinese.
import { CHINESE_REFUSALS, CHINESE_UNITS } from '../../src/protocol/zh-CN.ts';
import { zhCN as words } from '../../src/words/zh-CN.ts';
import type { Dictionary, Strings } from './strings.ts';
import { chineseMore } from './zh-CN-more.ts';

const first: Strings = {
  brand: 'choice',
  activePrompts: '待回答',
  activePromptsCount: (count) => `待回答（${count}）`,
  history: '历史',
  settings: '设置',
  keys: '快捷键',
  alsoWaiting: '其他待回答的问题',
  newcomers: (count) => `${count} 个新问题在等待`,

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
    text: '此页面没有访问您问题的密钥。请打开终端中显示的链接，或重新获取一个：',
    usedTitle: '此链接已失效',
    usedText: '它已被使用过，或者对应的问题已经结束。要查看仍在等待回答的问题，请运行：',
    twice: '有人也用了打开此页面的链接，由它得到的访问权限已收回。请查看您的问题得到了什么回答，并重新获取链接：',
    wait: (seconds) => `错误的链接过多，${seconds} 秒后自动重试。`,
    command: 'choice dashboard --open',
  },

  presence: {
    loading: '正在加载…',
    looking: '正在查找这个问题…',
    missing: '找不到这个问题',
    missingText: '它可能早已被回答、取消或超时，也可能是提问的命令已经结束。',
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
    atMaximum: '已达最长时限，不能再延长。',
    held: (time, count, max) => `已为您顺延 ${time}（第 ${count} 次，最多 ${max} 次）`,
    units: CHINESE_UNITS,
  },

  form: {
    submit: '提交',
    cancel: '取消',
    cancelMeans: '命令将得到退出码 3（已取消），而不是回答',
    cancelling: '即将取消：命令将得到退出码 3（已取消），而不是回答。',
    undo: '撤销',
    recommended: '推荐',
    fallback: '超时将采用',
    danger: '危险',
    offered: '保留自上次：已选择或填写，但没有发送。',
    sending: '正在发送…',
    answerQueued: '正在重新连接，您的选择已保留',
    cancelQueued: '正在重新连接，恢复后即取消此问题',
  },

  notices: {
    ...CHINESE_REFUSALS,
    pick_first: '请先选择一项',
    bad_duration: '请填写 90、5m、1h 或 2:30 这样的时间，从 1 秒到 30 天',
    hold_needed: '危险选项：请按住按钮直到填满，或输入该选项的值',
    only_text: '只能用文字回答，不能发送文件或图片',
    too_much_text: '文字和备注合计太长，请缩短',
  },

  outcome: words,

  settled: {
    sending: '正在发送…',
    delivered: '已送达',
    wasUsed: '已被采用',
  },

  announce: {
    minute: '还剩一分钟',
    halfMinute: '还剩 30 秒',
    tenSeconds: '还剩 10 秒',
    arrived: (count) => `有新问题等待回答，共 ${count} 个`,
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
    fallbackUsed: (label) => `已超时：已采用 ${label}`,
  },
};

export const chinese: Dictionary = { language: 'zh-CN', first, more: chineseMore };
