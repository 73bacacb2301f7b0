// The body above the options: any Markdown, byte for byte, up to 64 KiB.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { MAX_BODY_BYTES } from '../../src/core/limits.ts';
import { test } from '../helpers/attempts.ts';
import { makeHome, startShell } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import {
  assertBadUsage,
  assertUsageError,
  poseInProcess,
  registered,
  settle,
  view,
  writeIn,
} from '../helpers/question.ts';

const hostile = [
  '# Title\r\n\r\n- [ ] item\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
  '```diff\n- old\n+ new\n```\n[link](javascript:alert(1)) <script>alert(1)</script> <img src=x onerror=alert(1)>\n',
  '\u202e\u2066bidi\u2069 \u200b\u001b]0;title\u0007 \u0645\u0631\u062d\u0628\u0627 \u{1F469}\u200d\u{1F680} \ufeff\n\n\t \n',
].join('');
const full = `é${'x'.repeat(MAX_BODY_BYTES - 2)}`;

describe('a body', { concurrency: 4 }, () => {
  const bodies: [what: string, body: string][] = [
    ['Markdown and hostile text', hostile],
    ['nothing', ''],
    ['spaces and line ends alone', ' \n\n'],
    ['64 KiB', full],
    ['a mark of byte order', '\ufefftext'],
    ['what looks like a flag', '--json'],
  ];
  for (const [what, body] of bodies) {
    test(`when --body-file has ${what}, then the page gets it byte for byte`, async (t) => {
      const home = makeHome(t);
      const asker = await poseInProcess(home, ['ask', '--body-file', writeIn(home, 'body.md', body), 'Q', 'a', 'b']);
      assert.equal((await view(asker)).spec.body, body);
      assert.equal((await settle(asker, { values: ['b'] })).stdout, 'b\n');
    });

    test(`when --body is ${what}, then alike`, async (t) => {
      const asker = await poseInProcess(makeHome(t), ['confirm', `--body=${body}`, 'Q']);
      assert.equal((await view(asker)).spec.body, body);
    });
  }

  test('when it comes from stdin, then alike, for every command', async (t) => {
    const home = makeHome(t);
    const file = writeIn(home, 'body.md', hostile);
    const asker = await registered(startShell(home, `cat ${file} | choice ask --body-file - Q a`));
    assert.equal((await view(asker)).spec.body, hostile);
    for (const command of ['confirm', 'input']) {
      const other = await poseInProcess(home, [command, '--body-file', '-', 'Q'], {}, hostile);
      assert.equal((await view(other)).spec.body, hostile);
    }
  });

  const shown: [name: string, content: string, body: string][] = [
    ['change.diff', '- a\n+ b\n', '```diff\n- a\n+ b\n```\n'],
    ['CHANGE.PATCH', '- a', '```diff\n- a\n```\n'],
    ['build.log', '# not a title\n\n    *x*\n', '```\n# not a title\n\n    *x*\n```\n'],
    ['notes.txt', 'a ```` b\n```\nc\n', '`````\na ```` b\n```\nc\n`````\n'],
    ['empty.txt', '', '```\n```\n'],
    ['notes', '*x*\n', '*x*\n'],
    ['notes.txt.md', '*x*\n', '*x*\n'],
  ];
  for (const [name, content, body] of shown) {
    test(`when the file is called ${name}, then ${body === content ? 'it is Markdown' : 'it is shown as it stands'}`, async (t) => {
      const home = makeHome(t);
      const asker = await poseInProcess(home, ['confirm', '--body-file', writeIn(home, name, content), 'Q']);
      assert.equal((await view(asker)).spec.body, body);
    });
  }

  test('when none is given, then there is none', async (t) => {
    assert.equal('body' in (await view(await poseInProcess(makeHome(t), ['ask', 'Q', 'a']))).spec, false);
  });

  const tooLong: [what: string, body: string, by: number][] = [
    ['one byte', `${full}x`, 1],
    ['one character of two bytes', `${full.slice(0, -1)}é`, 1],
    ['a thousand bytes', `${full}${'x'.repeat(1_000)}`, 1_000],
  ];
  for (const [what, body, by] of tooLong) {
    test(`when it is longer than 64 KiB by ${what}, then one line says how to shorten it`, async (t) => {
      const home = makeHome(t);
      const file = writeIn(home, 'body.md', body);
      const said = (example: string) =>
        new RegExp(`the body is longer than 65536 bytes; shorten it by ${by}, for example: ${example}`);
      await assertBadUsage(home, ['ask', '--body-file', file, 'Q', 'a'], said('head -c 65536 \\S+body.md > short.md'));
      await assertBadUsage(home, ['ask', '--body', body, 'Q', 'a'], said('--body "\\$\\(head -c 65536 FILE\\)"'));
    });
  }

  test('when a log is cut as the error says, then it fits, fences and all', async (t) => {
    const home = makeHome(t);
    const log = writeIn(home, 'build.log', `${'x'.repeat(99)}\n`.repeat(660));
    const long = await runInProcess(home, ['ask', '--body-file', log, 'Q', 'a']);
    assertUsageError(home, long, /for example: head -c \d+ \S+build\.log > short\.log/);
    const [command = ''] = /head -c \d+ \S+/.exec(long.stderr) ?? [];
    const asker = await registered(
      startShell(home, `cd ${home.directory} && ${command} >short.log; choice ask --body-file short.log Q a`),
    );
    const { body = '' } = (await view(asker)).spec;
    assert.ok(body.length <= MAX_BODY_BYTES && body.length > MAX_BODY_BYTES - 10, String(body.length));
  });

  test('when a file is cut inside a character, then that is said', async (t) => {
    const home = makeHome(t);
    const file = writeIn(home, 'body.md', Buffer.from('café').subarray(0, 4));
    await assertBadUsage(
      home,
      ['ask', '--body-file', file, 'Q', 'a'],
      /body\.md ends in the middle of a character; cut it up to/,
    );
  });

  test('when both flags are given, then one line says so', async (t) => {
    const home = makeHome(t);
    const file = writeIn(home, 'body.md', 'b');
    await assertBadUsage(home, ['input', '--body', 'a', '--body-file', file, 'Q'], /--body and --body-file exclude/);
  });

  const wrong: [what: string, content: Uint8Array, complaint: RegExp][] = [
    ['is no UTF-8', Buffer.from([0x63, 0xff, 0x0a]), /--body-file: \S+body\.md is not valid UTF-8; convert it first/],
    ['has a NUL', Buffer.from('a\0b'), /the body contains a NUL byte; remove it/],
  ];
  for (const [what, content, complaint] of wrong) {
    test(`when the file ${what}, then one line says so`, async (t) => {
      const home = makeHome(t);
      await assertBadUsage(home, ['ask', '--body-file', writeIn(home, 'body.md', content), 'Q', 'a'], complaint);
    });
  }

  test('when there is no such file, or it is a directory, then one line says so', async (t) => {
    const home = makeHome(t);
    const none = /--body-file: cannot read \S+ \(no such file or directory\)/;
    await assertBadUsage(home, ['ask', '--body-file', `${home.directory}/none`, 'Q', 'a'], none);
    const directory = /--body-file: cannot read \/ \(it is a directory\)/;
    await assertBadUsage(home, ['ask', '--body-file', '/', 'Q', 'a'], directory);
  });
});
