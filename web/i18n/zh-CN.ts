// The words of the page in Simplified Chinese.
import { groupDigits } from '../../src/core/text.ts';
import { CHINESE_REFUSALS, CHINESE_UNITS } from '../../src/protocol/zh-CN.ts';
import { askedFrom, zhCN as words } from '../../src/words/zh-CN.ts';
import type { Strings } from './en.ts';
import { pages } from './zh-CN-pages.ts';

export const zhCN: Strings = {
  ...pages,
  brand: 'choice',
  activePrompts: '待回答',
  activePromptsCount: (count) => `待回答（${count}）`,
  alsoWaiting: '其他待回答的问题',
  unattended: '暂无命令等待',
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
    crowded: '打开的页面过多。请关闭一些，此页面随后会自动继续。',
    looking: '正在查找这个问题…',
    missing: '找不到这个问题',
    missingText: '它可能早已被回答、取消或超时，也可能是提问的命令已经结束。',
  },

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
    cancelNow: '立即取消',
    cancelMeans: '命令将得到退出码 3（已取消），而不是回答',
    cancelling: '即将取消：命令将得到退出码 3（已取消），而不是回答。',
    cancelPaused: '按“立即取消”，以这个原因取消。',
    undo: '撤销',
    recommended: '推荐',
    fallback: '超时将采用',
    danger: '危险',
    kept: (grace) =>
      `目前没有命令在等待；您的回答会保留。${grace === null ? '' : `若${grace}内没有命令回来，问题将结束。`}`,
    offered: '保留自上次：已选择或填写，但没有发送。',
    sending: '正在发送…',
    answerQueued: '正在重新连接，您的选择已保留',
    cancelQueued: '正在重新连接，恢复后即取消此问题',
    fallbackText: '超时将采用：',
    hold: '按住以提交',
    holdOn: '请继续按住…',
    holdHint: '请按住按钮片刻，或输入危险选项的值。',
    typeBefore: '输入',
    typeAfter: '即可提交，无需按住',
    other: '其他…',
    otherLabel: '其他回答',
    addNote: '添加备注',
    note: '备注',
    noteNeeded: '备注（必填）',
    noteRule: (label) => `回答“${label}”需要附上备注。`,
    reason: '原因（可选）',
    optionNote: '备注',
    noteOn: (label) => `${label} 的备注`,
    pickRange: (min, max, options) => {
      if (min === max) return `请选 ${min} 项`;
      if (max < options) return min > 0 ? `请选 ${min} 到 ${max} 项` : `最多选 ${max} 项`;
      return min > 0 ? `至少选 ${min} 项` : '可选任意多项';
    },
    picked: (count, hidden) => (hidden === 0 ? `已选 ${count} 项` : `已选 ${count} 项，其中 ${hidden} 项被筛选隐藏`),
    all: '全选',
    allShown: (count) => `全选显示的 ${count} 项`,
    clear: (count) => (count > 1 ? `清除已选的 ${count} 项` : '清除'),
    length: (length, min, max) => {
      if (length > max) return `最多 ${groupDigits(max)} 个字符，超出 ${groupDigits(length - max)} 个`;
      if (length < min) return `至少 ${groupDigits(min)} 个字符，还需 ${groupDigits(min - length)} 个`;
      return `还可输入 ${groupDigits(max - length)} 个字符`;
    },
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
  askedFrom,

  settled: {
    sending: '正在发送…',
    delivered: '已送达',
    kept: '回答已保留',
    wasUsed: '已被采用',
    explained: {
      sending: '命令尚未确认。',
      delivered: '命令已收到回答，可以关闭此标签页了。',
      kept: '目前没有命令在等待。回答会保留，供之后询问的命令领取。可以关闭此标签页了。',
      gone: '命令在收到回答之前就结束了。',
      timed_out: '没有人及时回答。',
      fallback_used: '没有人及时回答，已采用备用答案。',
      cancelled: '已告知命令：不会有人回答。',
      stopped: '已告知命令：不会有人回答。',
    },
    goneBy: {
      signal: '命令在收到回答之前被中断。',
      lost: '命令在收到回答之前被终止，或失去了连接。',
      unreached: '无法联系到任何人：没有终端、没有浏览器，也没有打开的页面。',
    },
    nothingElse: '没有其他等待回答的问题。',
    notLogged: '未能写入记录（磁盘已满？）',
    details: '查看完整问题',
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

  elsewhere: {
    title: '您的问题已在另一个标签页中打开',
    text: '较新的标签页正在显示这些问题，本页不再更新，可以关闭。',
    stay: '在此显示',
  },

  outdated: {
    title: '门户已换成另一个版本',
    text: '本页需要重新加载。您已选择和输入的内容会保留；尚未确认的回答需要重新提交。',
  },

  list: {
    filter: '筛选选项',
    filterHint: '输入以查找',
    matches: (count, of) => (count === of ? `共 ${of} 个选项` : `${of} 个选项中有 ${count} 个符合`),
    noMatch: '没有符合的选项。',
    alsoPicked: '另外已选：',
    picked: '已选：',
    more: (count) => `及另外 ${count} 项`,
  },

  body: {
    showAll: '全部展开',
    showLess: '收起',
    table: '表格',
    failed: '页面的这一部分未能加载。',
    reload: '重新加载页面',
  },

  kept: {
    title: '未发送',
    picked: '已选择',
    copy: '复制',
    copied: '已复制。',
    copyFailed: '浏览器不允许复制：内容已选中，请手动复制。',
  },

  keys: {
    title: '快捷键',
    close: '关闭',
    move: '移到下一个或上一个选项；单选时随即选中',
    arrows: '焦点在选项上时，作用相同',
    pick: '选择短列表的第一到第九个选项',
    toggle: '选中或取消选中该选项',
    enter: '选择或填写之后，在选项或文字框中提交',
    enterText: '在表单任何位置提交，包括多行文字框',
    hold: '在按钮上按住不放：提交危险选项',
    typing: '进入文字框或长列表的筛选框；在筛选框中按 Enter 选中第一个符合的选项',
    filter: '到长列表的筛选框',
    leave: '离开文字框',
    keys: '显示这些快捷键',
    calm: '单独一次按键不会提交：预选的选项要按“提交”，危险选项要按住。',
    space: '空格',
    text: '文字',
  },
};
