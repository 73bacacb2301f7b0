// What a waiting command says to people, in Simplified Chinese.
import { formatDuration } from '../../core/duration.ts';
import { CHINESE_UNITS } from '../../protocol/zh-CN.ts';
import type { Strings } from './en.ts';

export const zhCN: Strings = {
  duration: (ms) => formatDuration(ms, CHINESE_UNITS),
  left: (duration) => `剩余 ${duration}`,
  noDeadline: '不限时',
  moved: (left) => `截止时间已变更：${left}`,
  held: (left) => `有人正在回答，截止时间已顺延：${left}`,
  reattached: '门户曾中断，现已恢复；继续等待',
  attached: '这个问题已在等待回答，一同等待结果',
  recorded: '此标识下已有结果；换一个标识可重新提问',
  browserFailed: (reason) => `无法打开浏览器（${reason}）；请打开上面的地址`,
  noBrowserReasons: { ssh: '这是 SSH 会话', no_display: '没有显示器', unwanted: 'BROWSER 设为 none' },
  noBrowser: (reason) => `不打开浏览器（${reason}）；请打开上面的地址`,
  tunnel: (reason, isHostKnown) =>
    `不打开浏览器（${reason}）；请在您面前的电脑上运行下面的命令${isHostKnown ? '' : '（把 HOST 换成您连接时使用的主机）'}，再打开上面的地址：`,
  tunnelToo: (isHostKnown) =>
    `如果您在 SSH 的另一端，请在那里运行下面的命令${isHostKnown ? '' : '（把 HOST 换成您连接时使用的主机）'}，再打开上面的地址：`,
  noPageCame: '浏览器中尚未出现页面；请打开上面的地址',
  nobodyThere: (command) =>
    `此处无人能看到这个问题：没有终端、浏览器或已打开的页面；请打开上面的地址${command === null ? '' : `，或运行：${command}`}`,
  noTerminal: (reason) => `无法在此终端显示问题（${reason}）；请在页面上回答，或运行：choice answer`,
  answered: (by, after) => `已通过${by}回答，用时 ${after}`,
  cancelled: (by, after) => `已通过${by}取消，用时 ${after}`,
  fellBack: (value, after) => `${after}内无人回答，采用备用答案“${value}”`,
  timedOut: (after) => `${after}内无人回答`,
  neverSeen: '没有任何页面或终端显示过这个问题',
  surfaces: { browser: '浏览器', terminal: '终端', cli: '命令行', asker: '命令', deadline: '截止时间', portal: '门户' },
  refuge: (reason, directory) => `${reason}；文件暂存于 ${directory}。若要保留，请将 CHOICE_HOME 设为您自己的目录`,
  answerLost: '无法写入标准输出，回答已丢失',
  notLogged: '结果未能写入记录；磁盘是否已满？请运行：choice doctor',
};
