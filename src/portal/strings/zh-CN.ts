// The texts of the portal's own page, shown in a browser when the real page cannot be: in Simplified Chinese.
import type { Strings } from './en.ts';

export const zhCN: Strings = {
  wrongHost: {
    title: '请在 127.0.0.1 打开此页面',
    text: (port) =>
      `门户只接受本机访问，而您的浏览器经由代理或其他名称而来。请把提问所在机器的端口 ${port} 转发到您电脑的同一端口，再打开命令给出的地址。通过 SSH 可运行：`,
    command: (port) => `ssh -N -L ${port}:127.0.0.1:${port} HOST`,
    after: '问题仍在等待，也可在提问的终端中回答，或在那台机器上运行：choice answer',
  },
  headTooLarge: {
    title: '浏览器向此地址发送了过多 Cookie',
    text: (kibibytes) =>
      `请求超过了 ${kibibytes} KiB。原因几乎总是 127.0.0.1 上其他程序设置的 Cookie：浏览器会把它们发送给此地址的每个程序，不论端口。`,
    help: '请在无痕窗口中打开问题的链接，那里不会发送 Cookie；或在浏览器设置中删除 127.0.0.1 的 Cookie，然后重新加载此页面。',
    after: '问题仍在等待，也可在提问的终端中回答，或在任意终端中运行：choice answer',
  },
  notFound: {
    title: '此地址没有内容',
    text: '复制时地址可能不完整。',
  },
  refused: { title: '无法显示此内容' },
  dashboard: '查看所有等待中的问题',
};
