// Another size of a tmux window: tmux folds and joins lines by rules of its own, and what was printed before must stay.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { binary, eventually, makeHome } from '../helpers/choice.ts';
import { notInstalled } from '../helpers/installed.ts';

const noTmux = notInstalled('tmux');
const WIDE = '将数据库部署到哪里去才好呢？请仔细考虑之后再回答这个问题，谢谢您的配合与理解。';
const LONG = 'Deploy where exactly? Please think about it for a while before you answer this question.';

describe('a tmux window of another size', { concurrency: true, skip: noTmux }, () => {
  for (const question of [WIDE, LONG]) {
    test(`when "${question.slice(0, 6)}…" is folded and joined, then it stands once below its URL`, async (t) => {
      // Before the home is removed, in which the command still writes: hooks run in their order.
      t.after(async () => {
        tmux('kill-server');
        await eventually(() => tmux('list-sessions').status !== 0, 'the end of tmux');
      });
      const home = makeHome(t);
      const socket = join(home.directory, 'tmux');
      const tmux = (...args: string[]) =>
        spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], {
          env: { ...home.env, LANG: 'C.UTF-8', CHOICE_NO_TTY: '' },
          encoding: 'utf8',
        });
      const ask = [process.execPath, binary, 'ask', '--no-open', question, 'first', 'second'].map(
        (word) => `'${word}'`,
      );
      // A screen that is full, as it is after a while: tmux moves the lines of one that is not into its history.
      tmux(
        'new-session',
        '-d',
        '-x',
        '100',
        '-y',
        '30',
        `seq 40; env CHOICE_HOME='${home.directory}' ${ask.join(' ')}`,
      );
      const shown = () => tmux('capture-pane', '-p', '-J', '-S', '-').stdout;
      await eventually(() => shown().includes('2 ○ second'), 'the prompt');
      for (const width of [41, 100, 33, 99]) {
        tmux('resize-window', '-x', String(width), '-y', '30');
        const isDrawn = () =>
          shown()
            .split('\n')
            .some((line) => line.length > 0 && line.includes(width < 50 ? 'left  ? keys' : 'Enter answers'));
        await eventually(isDrawn, `the prompt on ${width} columns`);
      }
      const text = shown();
      assert.equal(text.split(question).length - 1, 2, `in the note and in the prompt:\n${text}`);
      assert.match(text, /^http:\/\/127\.0\.0\.1:\d+\/choice\/\S+$\n^\? /m);
      assert.equal(text.split('○ first').length - 1, 1, text);
    });
  }
});
