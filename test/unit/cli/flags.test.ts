// Flags: from the command line, else the environment, else their own default; every fault names its source.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Command } from 'commander';
import {
  addFlags,
  choiceFlag,
  durationFlag,
  flagOf,
  inGroup,
  readFlags,
  switchFlag,
  textFlag,
} from '../../../src/cli/flags.ts';
import { defineProgram } from '../../../src/cli/program.ts';

const flags = {
  time: durationFlag('-t, --time <duration>', 'X_TIME', 'time', { min: 1_000, max: 60_000, otherwise: 5_000 }),
  text: textFlag('--text <text>', 'X_TEXT', 'text'),
  loud: switchFlag('-l, --loud', 'X_LOUD', 'loud'),
  noOpen: switchFlag('--no-open', 'X_NO_OPEN', 'open nothing'),
  where: choiceFlag('--where <where>', 'X_WHERE', 'where', ['here', 'there'], 'here'),
};

function read(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const command = addFlags(new Command('x'), flags).exitOverride();
  command.parse([...args], { from: 'user' });
  return readFlags(command, flags, env);
}

/** `command` and all below it. */
function listCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(listCommands)];
}

const unset = { time: 5_000, text: undefined, loud: false, noOpen: false, where: 'here' };

describe('flags', () => {
  const cases: readonly [args: string[], env: Record<string, string>, expected: object][] = [
    [[], {}, {}],
    [['--time', '10'], {}, { time: 10_000 }],
    [['-t', '1m'], { X_TIME: '2' }, { time: 60_000 }],
    [[], { X_TIME: '2s' }, { time: 2_000 }],
    [[], { X_TIME: 'none' }, { time: null }],
    [[], { X_TIME: '' }, {}],
    [['--text', ''], { X_TEXT: 'env' }, { text: '' }],
    [['--text=--loud'], {}, { text: '--loud' }],
    [[], { X_TEXT: 'env' }, { text: 'env' }],
    [['--loud'], { X_LOUD: '0' }, { loud: true }],
    [['-l'], {}, { loud: true }],
    [[], { X_LOUD: '1' }, { loud: true }],
    [[], { X_LOUD: 'yes' }, { loud: true }],
    [[], { X_LOUD: '0' }, {}],
    [[], { X_LOUD: 'FALSE' }, {}],
    [[], { X_LOUD: 'off' }, {}],
    [[], { X_LOUD: 'No' }, {}],
    [[], { X_LOUD: 'ON' }, { loud: true }],
    [[], { X_LOUD: 'true' }, { loud: true }],
    [[], { X_LOUD: '' }, {}],
    [['--no-open'], {}, { noOpen: true }],
    [[], { X_NO_OPEN: '1' }, { noOpen: true }],
    [['--where', 'there'], { X_WHERE: 'here' }, { where: 'there' }],
    [[], { X_WHERE: 'there' }, { where: 'there' }],
  ];
  for (const [args, env, expected] of cases) {
    test(`when ${args.join(' ') || 'nothing'} is given and the environment has ${JSON.stringify(env)}`, () => {
      assert.deepEqual(read(args, env), { ...unset, ...expected });
    });
  }

  const faults: readonly [args: string[], env: Record<string, string>, message: RegExp][] = [
    [['--time', '0'], {}, /^--time: "0" is out of range; it must be from 1 s to 60 s$/],
    [['-t', 'soon'], {}, /^--time: "soon" is not a duration/],
    [['--time', '-5'], {}, /^--time: "-5" is out of range/],
    [[], { X_TIME: '2h' }, /^X_TIME: "2h" is out of range/],
    [['--where', 'nowhere'], {}, /^--where: "nowhere" is not valid; use one of: here, there$/],
    [[], { X_LOUD: 'maybe' }, /^X_LOUD: "maybe" is not valid; use true \(yes, on, 1\) or false \(no, off, 0\)$/],
    [[], { X_NO_OPEN: '2' }, /^X_NO_OPEN: "2" is not valid/],
    [[], { X_LOUD: ' 1' }, /^X_LOUD: " 1" is not valid/],
    [[], { X_WHERE: 'toString' }, /^X_WHERE: "toString" is not valid/],
  ];
  for (const [args, env, message] of faults) {
    test(`when ${args.join(' ') || JSON.stringify(env)} makes no sense, then exit 2 and its source is named`, () => {
      assert.throws(() => read(args, env), { message, exitCode: 2 });
    });
  }

  test('when flags are in a group, then the help lists them under its heading', () => {
    const { text, ...others } = flags;
    const help = addFlags(new Command('x'), { ...others, ...inGroup('Words:', { text }) }).helpInformation();
    assert.match(help, /^Words:\n {2}--text <text> +text \[X_TEXT\]\n/m);
  });

  /** What they do for somebody cannot be undone: a variable that was forgotten must not. */
  const DECIDING = [
    'stop --force',
    'answer --text',
    'answer --none',
    'cancel --note',
    'ask --detach',
    'confirm --detach',
    'input --detach',
  ];

  test('when help is shown, then every flag names its twin in the environment, but those that decide', async () => {
    for (const command of listCommands(await defineProgram(() => {}))) {
      const help = command.helpInformation().replaceAll(/\s+/g, ' ');
      for (const option of command.options.filter(({ long }) => long !== '--version')) {
        const flag = flagOf(option) ?? assert.fail(`${command.name()} ${option.flags} is no data`);
        const isDeciding = DECIDING.includes(`${command.name()} ${option.long}`);
        assert.equal(flag.env === null, isDeciding, `${command.name()} ${flag.flags}`);
        if (flag.env === null) continue;
        assert.match(flag.env, /^CHOICE_[A-Z0-9_]+$/);
        assert.ok(help.includes(flag.flags) && help.includes(`[${flag.env}]`), `${command.name()} ${flag.flags}`);
      }
    }
  });
});
