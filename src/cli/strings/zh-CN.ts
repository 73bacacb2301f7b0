// What a waiting command says to people, in Simplified Chinese.
import type { Strings } from './en.ts';

export const zhCN: Strings = {
  left: (duration) => `剩余 ${duration}`,
  noDeadline: '没有截止时间',
  moved: (left) => `截止时间已调整：${left}`,
  held: (left) => `有人正在作答，截止时间暂缓：${left}`,
  reattached: '门户曾中断，现已恢复；继续等待',
  attached: '这个问题已在等待回答；等待其结果',
  recorded: '此前已在这个键下得出结果',
  browserFailed: (reason) => `无法打开浏览器（${reason}）；请打开上面的地址`,
  noBrowserReasons: { ssh: '这是 SSH 会话', no_display: '没有显示器' },
  noBrowser: (reason) => `不打开浏览器（${reason}）；请打开上面的地址`,
  tunnel: (reason) => `不打开浏览器（${reason}）；请在您所在的机器上运行下面的命令，再打开上面的地址：`,
  answered: (by, after) => `${after}后由${by}作答`,
  cancelled: (by, after) => `${after}后由${by}取消`,
  fellBack: (value, after) => `${after}内无人作答；采用后备答案“${value}”`,
  timedOut: (after) => `${after}内无人作答`,
  neverSeen: '没有任何页面或终端显示过这个问题',
  surfaces: { browser: '浏览器', terminal: '终端', cli: '命令行', asker: '命令', deadline: '截止时间', portal: '门户' },
  answerLost: '无法写入标准输出：答案已丢失',
  notLogged: '结果无法写入日志；磁盘是否已满？请运行：choice doctor',
};
