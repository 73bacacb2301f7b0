// The texts of the portal's own page, shown in a browser when the real page cannot be: in English.

export const en = {
  wrongHost: {
    title: 'Open this page at 127.0.0.1',
    text: (port: number) =>
      `The portal only answers requests from its own machine, and your browser used a proxy or another host name. Forward port ${port} of the machine where the question was asked to the same port on yours, then open the address that the command printed. With SSH:`,
    command: (port: number) => `ssh -N -L ${port}:127.0.0.1:${port} HOST`,
    after:
      'The question is still open. You can also answer it in the terminal that asked, or on that machine with: choice answer',
  },
  headTooLarge: {
    title: 'Your browser sent too many cookies',
    text: (kibibytes: number) =>
      `Its request is larger than ${kibibytes} KiB. The usual cause is cookies set by other programs on 127.0.0.1: a browser sends them to every program at this address, on any port.`,
    help: 'Open the link to the question in a private window, which sends none of them. Or delete the cookies for 127.0.0.1 in your browser settings, then reload this page.',
    after:
      'The question is still open. You can also answer it in the terminal that asked, or from any shell with: choice answer',
  },
  notFound: {
    title: 'There is nothing at this address',
    text: 'The address may have been cut short when it was copied.',
  },
  refused: { title: 'This cannot be shown' },
  dashboard: 'Go to all active prompts',
};

export type Strings = typeof en;
