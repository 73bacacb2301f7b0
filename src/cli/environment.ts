// Variables that are no twin of a flag, as the help and the documents list them.

interface Variable {
  /** With a word for its value, as in `CHOICE_HOME=DIR`. */
  readonly usage: string;
  readonly meaning: string;
}

export const VARIABLES: readonly Variable[] = [
  { usage: 'CHOICE_ANSWERS=FILE', meaning: 'answers for tests of scripts: nobody is asked' },
  { usage: 'CHOICE_HOME=DIR', meaning: "all files; else in the platform's own places" },
  { usage: 'CHOICE_BROWSER=COMMAND', meaning: 'opens the page, before BROWSER; %s is the URL' },
  { usage: 'CHOICE_TRANSPORT=uws|node', meaning: 'an engine; else uws where its binary fits' },
  { usage: 'CHOICE_IDLE_EXIT=DURATION', meaning: 'when an idle portal leaves: 60s, none' },
  { usage: 'CI=true', meaning: '--portal inline is the default' },
  { usage: 'NO_COLOR, FORCE_COLOR', meaning: 'colour on stderr: never, always' },
];
