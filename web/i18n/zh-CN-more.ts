// The words of what is loaded later, in Simplified Chinese.
import type { MoreStrings } from './strings.ts';

export const chineseMore: MoreStrings = {
  form: {
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
    optionNote: '备注',
    noteOn: (label) => `${label} 的备注`,
    pickRange: (min, max, options) => {
      if (min === max) return `请选 ${min} 项`;
      if (max < options) return min > 0 ? `请选 ${min} 到 ${max} 项` : `最多选 ${max} 项`;
      return min > 0 ? `至少选 ${min} 项` : '可选任意多项';
    },
    picked: (count) => `已选 ${count} 项`,
    all: '全选',
    nothing: '全不选',
    length: (length, min, max) => {
      if (length > max) return `超出 ${length - max} 个字符`;
      if (length < min) return `还需 ${min - length} 个字符`;
      return `还可输入 ${max - length} 个字符`;
    },
  },

  elsewhere: {
    title: '您的问题已在另一个标签页中打开',
    text: '较新的标签页正在显示这些问题，本页不再更新，可以关闭。',
    stay: '在此显示',
  },

  list: {
    filter: '筛选选项',
    filterHint: '筛选（按 /）',
    matches: (count, of) => (count === of ? `共 ${of} 个选项` : `${of} 个选项中有 ${count} 个符合`),
    noMatch: '没有符合的选项。',
    alsoPicked: '另外已选：',
    more: (count) => `及另外 ${count} 项`,
  },

  body: {
    showAll: '全部展开',
    showLess: '收起',
    table: '表格',
  },

  history: {
    title: '历史',
    search: '搜索问题和回答',
    filters: '显示',
    all: '全部',
    statuses: { active: '待回答', answered: '已回答', timeout: '已超时', cancelled: '已取消' },
    nothing: '还没有提过问题。',
    noMatch: '没有符合的问题。',
    more: '显示更多',
    failed: '无法读取历史。',
    again: '重试',
  },

  settled: {
    explained: {
      sending: '命令尚未确认。',
      delivered: '命令已收到回答，可以关闭此标签页了。',
      gone: '命令在收到回答之前就结束了。',
      timed_out: '没有人及时回答。',
      fallback_used: '没有人及时回答，已采用备用答案。',
      cancelled: '已告知命令：不会有人回答。',
      stopped: '门户已停止。',
    },
    nothingElse: '没有其他等待回答的问题。',
    notLogged: '未能写入记录（磁盘已满？）',
    details: '查看完整问题',
  },

  record: {
    missing: '关于这个问题没有更多信息。',
    answer: '回答',
    note: '备注',
    noteOn: (label) => `${label} 的备注`,
    options: '选项',
    by: '决定方',
    surfaces: {
      browser: '浏览器中的用户',
      terminal: '终端中的用户',
      cli: '命令行用户',
      asker: '提问的命令本身',
      deadline: '截止时间',
      portal: '门户',
      hold: '门户（因有人正在回答）',
    },
    asked: '提问时间',
    settled: '结束时间',
    after: (time) => `历时 ${time}`,
    seen: '首次显示',
    neverSeen: '从未显示',
    extensions: '截止时间变更',
    leftThen: (time) => `剩余 ${time}`,
    noLimit: '不限时',
    handover: '送达',
    received: '命令已收到回答',
    notReceived: '命令从未确认收到',
    key: '标识',
  },

  settings: {
    title: '设置',
    intro: '由门户保存，对所有标签页和命令有效，更改后立即生效。',
    saved: '已保存',
    failed: '未保存：门户没有响应。',
    refused: '未保存：',
    auto: '自动',
    badDuration: '请填写 30s、5m 或 2h 这样的时间',
    asking: '提问',
    default_timeout: '回答时限',
    default_timeoutHint: '命令没有指定时使用：90s、5m、1h、none（不限时）',
    submit_on_pick: '点击选项后立即提交',
    submit_on_pickHint: '仅适用于普通单选。按键只会移动选择；危险选项始终需要按住。',
    alerts: '通知',
    notify_new: '有新问题时',
    notify_soon: '时间将尽时',
    notify_timeout: '问题超时后',
    notify_before: '剩余时间少于此值时视为将尽',
    notify_beforeHint: '10s、1m',
    sound: '同时播放短促的提示音',
    permission: {
      granted: '此浏览器会显示通知。',
      denied: '此浏览器已阻止通知，请在浏览器设置中允许。',
      default: '尚未请求此浏览器的通知权限。',
      ask: '开启通知',
    },
    looks: '外观',
    language: '语言',
    theme: '主题',
    themes: { auto: '自动', light: '浅色', dark: '深色' },
    keeping: '历史',
    retention: '已结束的问题保留',
    retentionHint: '30d、365d，none 为永久保留',
  },

  keys: {
    title: '快捷键',
    close: '关闭',
    move: '移到下一个或上一个选项；单选时随即选中',
    arrows: '焦点在选项上时，作用相同',
    pick: '选择第一到第九个选项',
    toggle: '选中或取消选中该选项',
    enter: '选择或填写之后，在选项或文字框中提交',
    enterText: '在表单任何位置提交，包括多行文字框',
    hold: '在按钮上按住不放：提交危险选项',
    filter: '筛选长列表；只剩一项时按 Enter 选中',
    leave: '离开文字框',
    keys: '显示这些快捷键',
    calm: '单独一次按键不会提交：预选的选项要按“提交”，危险选项要按住。',
    space: '空格',
  },
};
