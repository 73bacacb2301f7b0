// Messages of a waiting command, in Simplified Chinese.
import { formatDuration } from '../../core/duration.ts';
import { CHINESE_UNITS } from '../../protocol/zh-CN.ts';
import { zhCN as words } from '../../words/zh-CN.ts';
import type { Strings } from './en.ts';

export const zhCN: Strings = {
  duration: (ms) => formatDuration(ms, CHINESE_UNITS),
  left: (duration) => `剩余 ${duration}`,
  noDeadline: '不限时',
  moved: (left) => `截止时间已变更：${left}`,
  held: (left) => `有人正在回答，截止时间已顺延：${left}`,
  reattached: '门户曾中断，现已恢复；继续等待',
  unreachable: (reason) => `门户已丢失，且无法启动另一个（${reason}）；正在重试`,
  leftOpen: (id, graceMs) =>
    `问题继续开放${graceMs === null ? '' : ` ${formatDuration(graceMs, CHINESE_UNITS)}`}；要等待回答，请运行：choice wait ${id}`,
  idNotPrinted: '无法将编号写入标准输出',
  notKept: '问题未能写入磁盘（磁盘是否已满？），门户结束后会丢失；请运行：choice doctor',
  stillOpen: (id, left) => `仍未有结果（${left}）；要继续等待，请运行：choice wait ${id}`,
  attached: (isDetached) => `这个问题已在等待回答${isDetached ? '' : '，一同等待结果'}`,
  recorded: '此标识下已有结果；换一个标识可重新提问',
  browserFailed: (reason) => `无法打开浏览器（${reason}）；请打开上面的地址`,
  noBrowserReasons: { ssh: '这是 SSH 会话', no_display: '没有显示器', unwanted: (variable) => `${variable} 设为 none` },
  noBrowser: (reason) => `不打开浏览器（${reason}）；请打开上面的地址`,
  tunnel: (reason, isHostKnown) =>
    `不打开浏览器（${reason}）；请在您面前的电脑上运行下面的命令${isHostKnown ? '' : '（把 HOST 换成您连接时使用的主机）'}，再打开上面的地址：`,
  tunnelToo: (isHostKnown) =>
    `如果您在 SSH 的另一端，请在那里运行下面的命令${isHostKnown ? '' : '（把 HOST 换成您连接时使用的主机）'}，再打开上面的地址：`,
  noPageCame: '浏览器中尚未出现页面；请打开上面的地址',
  nobodyThere: (isDetached, command) =>
    `${isDetached ? '目前无人能看到这个问题：没有' : '此处无人能看到这个问题：没有终端、'}浏览器或已打开的页面；请打开上面的地址${command === null ? '' : `，或运行：${command}`}`,
  noTerminal: (reason) => `无法在此终端显示问题（${reason}）；请在页面上回答，或运行：choice answer`,
  waitsForTerminal: '此终端正在显示另一个问题；之后轮到这个问题',
  outcome: words,
  neverSeen: '没有任何页面或终端显示过这个问题',
  fallbackDir: (reason, directory) => `${reason}；文件暂存于 ${directory}。若要保留，请将 CHOICE_HOME 设为您自己的目录`,
  readingTerminal: (what) => `正在从终端读取 ${what}；按 Ctrl-D 结束`,
  readTimedOut: '读完问题之前时间已到；没有询问任何人',
  warnings: {
    stranger: '本机的另一个用户试用了打开浏览器的地址，已被拒绝；如果没有出现页面，请打开上面的地址',
    code_twice: '有人也用了您的链接，由它得到的访问权限已收回。需要新链接请运行：choice dashboard --open',
  },
  outputFailed: (id) => `无法将结果写入标准输出；要查看结果，请运行：choice show ${id}`,
  notLogged: '结果未能写入记录；磁盘是否已满？请运行：choice doctor',
};
