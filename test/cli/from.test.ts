// Who asks: what a command tells about itself, where it is shown, and how it is kept quiet.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, binary, eventually, makeHome, readDashboard, run, startCommand } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { killPortal, reattached } from '../helpers/portals.ts';
import { noTerminal, startInTerminal } from '../helpers/pty.ts';
import { assertBadUsage, poseInProcess, readJournal, view } from '../helpers/question.ts';
import { answerByHttp } from '../helpers/tab.ts';

/** Undoes what keeps the machine of the tests out of them. */
const TOLD = { CHOICE_NO_CONTEXT: '' };
const isLinux = process.platform === 'linux';
// biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

describe('who asks', () => {
  test('when a script asks, then its name, directory, branch and machine are told, and none of its arguments', {
    skip: !isLinux,
  }, async (t) => {
    const home = makeHome(t);
    const project = join(home.directory, 'app');
    mkdirSync(join(project, '.git'), { recursive: true });
    writeFileSync(join(project, '.git', 'HEAD'), 'ref: refs/heads/main\n');
    const script = `cd "$HOME/app" && '${process.execPath}' '${binary}' ask --no-open "Deploy where?" a b; :\n`;
    writeFileSync(join(home.directory, 'deploy.sh'), script);
    const args = [join(home.directory, 'deploy.sh'), '--token', 'secret'];
    home.children.add(startCommand('/bin/bash', args, { ...home.env, ...TOLD }, true).child);
    home.hasProcesses = true;
    await eventually(async () => (await readDashboard(home)).length > 0, 'the prompt');
    const [{ id, from } = assert.fail()] = await readDashboard(home);
    const { user, ...known } = from ?? assert.fail('it told nothing');
    const expected = { command: '~/deploy.sh', cwd: '~/app', host: hostname(), git: { repo: 'app', branch: 'main' } };
    assert.deepEqual(known, expected);
    assert.ok(user !== undefined && user !== '');
    assert.doesNotMatch(JSON.stringify(readJournal(home)), /secret/);
    const { stdout } = await run(home, ['show', id]);
    assert.match(stdout, /^asked by +~\/deploy\.sh · app \(main\) · ~\/app · \S+@\S+ \(not verified\)$/m);
  });

  test('when a name is given, then flag beats variable, and --no-context keeps only the name', async (t) => {
    const env = { ...TOLD, CHOICE_FROM: 'nightly' };
    const named = await view(await poseInProcess(makeHome(t), ['ask', 'Pick one', 'a'], env));
    assert.deepEqual([named.from?.name, named.from?.host], ['nightly', hostname()]);
    const args = ['confirm', '--from', 'release', '--no-context', 'Go?'];
    assert.deepEqual((await view(await poseInProcess(makeHome(t), args, env))).from, { name: 'release' });
    const silent = await view(await poseInProcess(makeHome(t), ['input', 'Name?'], { CHOICE_NO_CONTEXT: '1' }));
    assert.equal('from' in silent, false);
  });

  for (const [what, name, complaint] of [
    ['empty', ' ', /--from: a name must have 1 to 100 characters; " " has 0$/m],
    ['too long', '\u001b[2J'.repeat(2_500), /--from: a name must have 1 to 100 characters; .* has 10000$/m],
    ['no text', 'a\0b', /--from: the name contains a NUL byte; remove it$/m],
  ] as const) {
    test(`when a name is ${what}, then it is a usage error`, (t) =>
      assertBadUsage(makeHome(t), ['ask', '--from', name, 'Pick one', 'a'], complaint));
  }

  test('when several ask, then the dashboard keeps the prompts of each together; --json tells all of it', async (t) => {
    const home = makeHome(t);
    for (const [name, question] of [
      ['deploy', 'First?'],
      ['backup', 'Second?'],
      ['deploy', 'Third?'],
    ] as const) {
      await ask(home, ['--from', name, question, 'a']);
    }
    const [head = '', ...rows] = (await run(home, ['dashboard'])).stdout.trimEnd().split('\n');
    assert.match(head, /^ID +LEFT +OPTIONS +FROM +QUESTION$/);
    assert.deepEqual(
      rows.map((row) => row.split(/ {2,}/).slice(3)),
      [
        ['deploy', 'First?'],
        ['deploy', 'Third?'],
        ['backup', 'Second?'],
      ],
    );
    const listed: { question: string; from: object }[] = JSON.parse((await run(home, ['dashboard', '--json'])).stdout);
    assert.deepEqual(
      listed.map(({ question, from }) => [question, from]),
      [
        ['First?', { name: 'deploy' }],
        ['Second?', { name: 'backup' }],
        ['Third?', { name: 'deploy' }],
      ],
    );
  });

  test('when the portal is killed, then the next one is told again who asks, and the history keeps it', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--from', 'nightly', 'Pick one', 'a']);
    await killPortal(home);
    await reattached(asker);
    assert.deepEqual((await readDashboard(home))[0]?.from, { name: 'nightly' });
    const [{ url } = assert.fail()] = await readDashboard(home);
    await answerByHttp(new URL(url), 'a');
    await asker.exit;
    const shown = JSON.parse((await run(home, ['show', asker.id, '--json'])).stdout);
    const [listed] = JSON.parse((await run(home, ['history', '--json'])).stdout);
    assert.deepEqual([shown.from, listed.from], [{ name: 'nightly' }, { name: 'nightly' }]);
  });

  test('when what it tells is hostile, then no table and no fact lets a control character through', async (t) => {
    const home = makeHome(t);
    const hostile = '\u001b[2J\u202Ecod.exe\u0007\r\n<b>';
    const env = { ...TOLD, GITHUB_ACTIONS: '1', GITHUB_WORKFLOW: hostile.repeat(500), GITHUB_JOB: hostile };
    const { id } = await ask(home, ['--from', hostile, 'Pick one', 'a'], env);
    for (const args of [['dashboard'], ['dashboard', '--json'], ['show', id], ['show', id, '--json'], ['history']]) {
      const { stdout } = await runInProcess(home, args);
      assert.doesNotMatch(stdout, CONTROLS, args.join(' '));
      assert.ok(args[0] === 'history' || /cod\.exe/.test(stdout), args.join(' '));
    }
  });

  for (const [what, env, shown] of [
    ['draws', {}, /^ {2}Asked by nightly \(not verified\)\n\? Deploy where\?/m],
    ['reads lines', { ACCESSIBLE: '1' }, /^Asked by nightly \(not verified\)\n\? Deploy where\?/m],
  ] as const) {
    test(`when a terminal ${what}, then a line above the question says who asks`, { skip: noTerminal }, async (t) => {
      const args = ['ask', '--from', 'nightly', 'Deploy where?', 'staging', 'production'];
      const terminal = startInTerminal(makeHome(t), args, { env });
      await terminal.shows(shown);
    });
  }
});
