// Another size of a tmux window: tmux folds and joins lines by rules of its own, and what was printed before must stay.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { binary, eventually, makeHome, type Scope } from '../helpers/choice.ts';
import { notInstalled } from '../helpers/installed.ts';

const noTmux = notInstalled('tmux');
const WIDE = '将数据库部署到哪里去才好呢？请仔细考虑之后再回答这个问题，谢谢您的配合与理解。';
const LONG = 'Deploy where exactly? Please think about it for a while before you answer this question.';

/** A tmux of its own, on a full screen as it is after a while: of one that is not, tmux moves lines into its history. */
function startTmux(t: Scope, args: readonly string[]) {
  // Before the home is removed, in which the command still writes: hooks run in their order.
  t.after(async () => {
    tmux('kill-server');
    await eventually(() => tmux('list-sessions').status !== 0, 'the end of tmux');
  });
  const home = makeHome(t);
  const socket = join(home.directory, 'tmux');
  const tmux = (...words: string[]) =>
    spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...words], {
      env: { ...home.env, LANG: 'C.UTF-8', CHOICE_NO_TTY: '' },
      encoding: 'utf8',
    });
  const command = [process.execPath, binary, ...args].map((word) => `'${word}'`).join(' ');
  tmux(
    'new-session',
    '-d',
    '-x',
    '100',
    '-y',
    '30',
    `seq 40; env CHOICE_HOME='${home.directory}' CHOICE_GRACE=0 ${command}`,
  );
  const shown = () => tmux('capture-pane', '-p', '-J', '-S', '-').stdout;
  return {
    home,
    tmux,
    shown,
    /** Gives the window `width` columns and waits until the prompt is drawn on them. */
    async resize(width: number) {
      tmux('resize-window', '-x', String(width), '-y', '30');
      const keys = width < 50 ? /left {2}(?:\? keys|Esc for)/ : /Enter (?:answers|adds)/;
      await eventually(() => keys.test(shown()), `the prompt on ${width} columns`);
    },
  };
}

describe('a tmux window of another size', { concurrency: true, skip: noTmux }, () => {
  for (const question of [WIDE, LONG]) {
    test(`when "${question.slice(0, 6)}…" is folded and joined, then it stands once below its URL`, async (t) => {
      const { shown, resize } = startTmux(t, ['ask', '--no-open', question, 'first', 'second']);
      await eventually(() => shown().includes('2 ○ second'), 'the prompt');
      for (const width of [41, 100, 33, 99]) await resize(width);
      const text = shown();
      assert.equal(text.split(question).length - 1, 2, `in the note and in the prompt:\n${text}`);
      assert.match(text, /^http:\/\/127\.0\.0\.1:\d+\/choice\/\S+$\n^\? /m);
      assert.equal(text.split('○ first').length - 1, 1, text);
    });
  }

  test('when lines are typed where longer ones stood, then the question stands once', async (t) => {
    const { home, tmux, shown, resize } = startTmux(t, ['input', '--no-open', '--multiline', 'Why?']);
    await eventually(() => shown().includes('Enter adds a line'), 'the prompt');
    const pasted = join(home.directory, 'pasted');
    writeFileSync(pasted, 'first line\nsecond line\nthird');
    tmux('load-buffer', pasted);
    tmux('paste-buffer', '-p');
    await eventually(() => shown().includes('  third'), 'the pasted lines');
    for (const width of [45, 100, 41]) {
      await resize(width);
      assert.deepEqual(shown().match(/^\? Why\?$/gm), ['? Why?'], shown());
    }
  });
});
