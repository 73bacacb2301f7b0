// How a prompt ended and who asked it, in Simplified Chinese, for every surface.
import { formatDuration } from '../core/duration.ts';
import { CHINESE_UNITS } from '../protocol/zh-CN.ts';
import type { AskedFromWords, Words } from './en.ts';

export const zhCN: Words = {
  duration: (ms) => formatDuration(ms, CHINESE_UNITS),
  where: { browser: '在浏览器中', terminal: '在终端中', cli: '从命令行', otherTab: '在另一个标签页中' },
  answered: (where, answer) => `已${where ?? ''}回答${answer === null ? '' : ` ${answer}`}`,
  notTaken: '命令已经结束，没有收到回答',
  timedOut: '已超时',
  fellBackTo: '已超时，已采用',
  cancelled: '已取消',
  cancelledIn: (where) => `已${where}取消`,
  portalStopped: '门户已停止',
  commandEnded: {
    ended: '命令已经结束',
    signal: '命令已被中断',
    lost: '命令已被终止，或失去了连接',
    unreached: '无法联系到任何人',
  },
  lostTouch: '门户与此命令失去联系',
  decider: {
    on: (user, host) => `${host} 上的 ${user}`,
    tty: (who, path) => `${who}，终端 ${path}`,
    ssh: (who, address) => `${who}，经 SSH 来自 ${address}`,
  },
  colon: '：',
  after: (said, duration) => `${said}，用时 ${duration}`,
  nobodyAnswered: (duration) => `${duration}内无人回答`,
  fellBack: (value, duration) => `${duration}内无人回答，采用备用答案“${value}”`,
};

export const askedFrom: AskedFromWords = {
  askedBy: '提问方：',
  unverified: '未经核实',
  unverifiedMeans: '这是命令对自身的说明，未经任何核实。',
  line: (who) => `提问方：${who}（未经核实）`,
  tree: (repo, branch) => `${repo}（${branch}）`,
  job: (provider, job) => `${provider}：${job}`,
};
