// The texts of the portal's own page, shown in a browser when the real page cannot be: in English.

export const en = {
  wrongHost: {
    title: 'Open this page at 127.0.0.1',
    text: (port: number) =>
      `The portal only answers its own machine, and your browser used a proxy or another name. Forward port ${port} of the machine on which the question was asked to the same port of yours, then open the address that the command printed. By SSH:`,
    command: (port: number) => `ssh -N -L ${port}:127.0.0.1:${port} HOST`,
    after:
      'The question is still open. It can also be answered in the terminal that asks it, or there by: choice answer',
  },
  headTooLarge: {
    title: 'Your browser sends too many cookies here',
    text: (kibibytes: number) =>
      `Its request is larger than ${kibibytes} KiB. The cause is almost always cookies that other programs on 127.0.0.1 have set: a browser sends them to every program at this address, on any port.`,
    help: 'Open the link of the question in a private window, which sends none. Or delete the cookies of 127.0.0.1 in the settings of your browser, then reload this page.',
    after:
      'The question is still open. It can also be answered in the terminal that asks it, or from any shell by: choice answer',
  },
  notFound: {
    title: 'There is nothing at this address',
    text: 'It may have been cut short when it was copied.',
  },
  refused: { title: 'This cannot be shown' },
  dashboard: 'Go to all active prompts',
};

export type Strings = typeof en;
