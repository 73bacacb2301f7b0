// `choice completion`: what a shell offers when it asks, with the real scripts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, type Home, makeHome, portalPids, startShell } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { notInstalled } from '../helpers/installed.ts';

const noBash = notInstalled('bash');

/** What bash, with the script loaded, offers for the last of `words`; `breaks` are the words as readline breaks them. */
async function completeInBash(home: Home, words: readonly string[], breaks = words, type = 9): Promise<string[]> {
  const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
  const script = `
    eval "$(choice completion bash)"
    complete -p choice >&2
    COMP_LINE=${quote(words.join(' '))} COMP_TYPE=${type} COMP_CWORD=${breaks.length - 1}
    COMP_WORDS=(${breaks.map(quote).join(' ')})
    _choice
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const file = join(home.directory, 'complete.bash');
  writeFileSync(file, script);
  const { code, stdout, stderr } = await startShell(home, `bash --norc --noprofile '${file}'`).exit;
  assert.deepEqual([code, stderr], [0, 'complete -F _choice choice\n']);
  return stdout === '\n' ? [] : stdout.trimEnd().split('\n');
}

describe('choice completion', { concurrency: true }, () => {
  test('when bash asks, then commands, flags, values and settings are offered', { skip: noBash }, async (t) => {
    const home = makeHome(t);
    assert.deepEqual(await completeInBash(home, ['choice', 'dash']), ['dashboard']);
    assert.deepEqual(await completeInBash(home, ['choice', 'ask', '--multi', '--recom']), ['--recommended']);
    assert.deepEqual(await completeInBash(home, ['choice', 'config', 'get', 'th']), ['theme']);
    assert.deepEqual(await completeInBash(home, ['choice', 'ask', '--portal', '']), ['auto', 'background', 'inline']);
    assert.deepEqual(await completeInBash(home, ['choice', 'ask', 'What', '']), []);
    assert.deepEqual(portalPids(home), [], 'it starts no portal');
  });

  test('when bash lists several, then they are described; when it inserts them, not', { skip: noBash }, async (t) => {
    const home = makeHome(t);
    const words = ['choice', 'con'];
    assert.deepEqual(await completeInBash(home, words), [
      'confirm  (ask a human for a yes or a no)',
      'config   (read and change settings)',
    ]);
    assert.deepEqual(await completeInBash(home, words, words, 37), ['confirm', 'config']);
  });

  test('when readline breaks a word at = or :, then only what follows is offered', { skip: noBash }, async (t) => {
    const home = makeHome(t);
    const portal = ['choice', 'ask', '--portal'];
    assert.deepEqual(await completeInBash(home, ['choice', 'ask', '--portal=in'], [...portal, '=', 'in']), ['inline']);
    assert.deepEqual(await completeInBash(home, ['choice', 'ask', '--portal='], [...portal, '=']), [
      'auto',
      'background',
      'inline',
    ]);
    const { id } = await ask(home, ['Where?', 'prod:eu', 'two words', '$(touch hacked)']);
    const answer = ['choice', 'answer', id];
    assert.deepEqual(await completeInBash(home, [...answer, 'prod:e'], [...answer, 'prod', ':', 'e']), ['eu']);
    assert.deepEqual(await completeInBash(home, [...answer, 'tw']), ['two\\ words']);
    assert.deepEqual(await completeInBash(home, [...answer, '$']), ['\\$\\(touch\\ hacked\\)']);
  });

  test('when a file is to be named, then files are offered', { skip: noBash }, async (t) => {
    const home = makeHome(t);
    const file = join(home.directory, 'my spec.json');
    writeFileSync(file, '{}');
    assert.deepEqual(await completeInBash(home, ['choice', 'ask', '--spec', join(home.directory, 'my')]), [file]);
    const breaks = ['choice', 'ask', '--spec', '=', join(home.directory, 'my')];
    assert.deepEqual(await completeInBash(home, ['choice', 'ask', `--spec=${join(home.directory, 'my')}`], breaks), [
      file,
    ]);
  });

  test('when prompts are open, then their ids are offered with their questions', { skip: noBash }, async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['Deploy where?', 'staging', 'production']);
    for (const command of ['answer', 'extend', 'cancel', 'show']) {
      assert.deepEqual(await completeInBash(home, ['choice', command, '']), [first.id]);
    }
    const second = await ask(home, ['\u001b[31mReally?\n$(touch hacked)', 'yes']);
    assert.deepEqual(
      (await completeInBash(home, ['choice', 'show', ''])).sort(),
      [`${first.id}  (Deploy where?)`, `${second.id}  (⟨U+001B⟩[31mReally? $(touch hacked))`].sort(),
    );
    assert.deepEqual(await completeInBash(home, ['choice', 'answer', first.id, 'p']), ['production']);
  });

  test('when no portal runs, then nothing is offered for an id, and nothing is said', async (t) => {
    const home = makeHome(t);
    for (const words of [
      ['answer', ''],
      ['show', ''],
      ['answer', 'abc', ''],
    ]) {
      const { code, stdout, stderr } = await runInProcess(home, ['__complete', '--', ...words]);
      assert.deepEqual([code, stdout, stderr], [0, '', '']);
    }
    assert.deepEqual(portalPids(home), []);
  });

  test('when help is shown, then the command for scripts is not in it', async (t) => {
    const home = makeHome(t);
    const { stdout } = await runInProcess(home, ['--help']);
    assert.match(stdout, /^ +completion +print /m);
    assert.doesNotMatch(stdout, /__complete/);
  });

  test('when the shell is unknown, then it is a usage error that names those that are known', async (t) => {
    const { code, stdout, stderr } = await runInProcess(makeHome(t), ['completion', 'tcsh']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^choice: .*"tcsh".*bash, zsh, fish\.?\n$/);
  });

  for (const shell of ['bash', 'zsh', 'fish']) {
    test(`then the script for ${shell} has no mistake that ${shell} finds`, {
      skip: notInstalled(shell),
    }, async (t) => {
      const home = makeHome(t);
      const { code, stdout } = await runInProcess(home, ['completion', shell]);
      assert.equal(code, 0);
      const file = join(home.directory, `choice.${shell}`);
      writeFileSync(file, stdout);
      const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
    });
  }
});
