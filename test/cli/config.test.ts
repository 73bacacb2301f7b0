// `choice config`: settings from the command line, in one file, heard of by every page.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, type Home, makeHome, portalPids, run } from '../helpers/choice.ts';
import { runInProcess, startInProcess } from '../helpers/in-process.ts';
import { openSession, Tab } from '../helpers/tab.ts';

const fileOf = (home: Home) => join(home.directory, 'config', 'config.json');

function writeIn(directory: string, name: string, text: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, name), text, { mode: 0o600 });
}

describe('choice config', { concurrency: true }, () => {
  test('when nothing was set, then every setting has its default, and no file is made', async (t) => {
    const home = makeHome(t);
    const { code, stdout, stderr } = await run(home, ['config', 'get', 'default_timeout']);
    assert.deepEqual([code, stdout, stderr], [0, '5m\n', '']);
    const settings = JSON.parse((await run(home, ['config', 'list', '--json'])).stdout);
    assert.deepEqual(settings.theme, { value: 'auto', default: 'auto' });
    assert.deepEqual(settings.sound, { value: false, default: false });
    assert.equal((await run(home, ['config', 'path'])).stdout, `${fileOf(home)}\n`);
    assert.equal(existsSync(fileOf(home)), false);
  });

  test('when a setting is set, then get, list and the next question go by it', async (t) => {
    const home = makeHome(t);
    for (const [name = '', value = ''] of [
      ['default_timeout', '90s'],
      ['sound', 'on'],
      ['theme', 'dark'],
    ]) {
      const { code, stdout, stderr } = await runInProcess(home, ['config', 'set', name, value]);
      assert.deepEqual([code, stdout, stderr], [0, '', '']);
    }
    assert.deepEqual(portalPids(home), [], 'it starts no portal');
    assert.equal((await runInProcess(home, ['config', 'get', 'sound'])).stdout, 'true\n');
    const { stdout } = await runInProcess(home, ['config', 'list']);
    assert.match(stdout, /^NAME +VALUE +DEFAULT\ndefault_timeout +90s +5m$/m);
    assert.match(stdout, /^theme +dark +auto$/m);
    assert.equal(JSON.parse(readFileSync(fileOf(home), 'utf8')).theme, 'dark');
    const asker = startInProcess(home, ['ask', 'Pick one', 'a']);
    await asker.said(/\((90|8\d|7\d|6\d) s left\)/);
  });

  test('when a portal runs, then its pages hear of the change', async (t) => {
    const home = makeHome(t);
    const { link } = await ask(home, ['Pick one', 'a']);
    const tab = await Tab.open(link, await openSession(link), null);
    t.after(() => tab.close());
    await tab.heard('settings', ({ settings }) => settings.theme === 'auto');
    assert.equal((await run(home, ['config', 'set', 'theme', 'light'])).code, 0);
    await tab.heard('settings', ({ settings }) => settings.theme === 'light');
    assert.equal(JSON.parse(readFileSync(fileOf(home), 'utf8')).theme, 'light');
  });

  test('when a name or a value is wrong, then one line says what is right, and nothing changes', async (t) => {
    const home = makeHome(t);
    const cases: [args: string[], line: RegExp][] = [
      [['get', 'volume'], /^choice: there is no setting "volume"; the settings are: default_timeout, .*\n$/],
      [['get', 'constructor'], /^choice: there is no setting "constructor"; the settings are: .*\n$/],
      [['set', 'volume', '3'], /^choice: there is no setting "volume"; the settings are: default_timeout, .*\n$/],
      [['set', '__proto__', '3'], /^choice: there is no setting "__proto__"; the settings are: .*\n$/],
      [['set', 'theme', 'pink'], /^choice: theme: "pink", but it must be one of: auto, light, dark\n$/],
      [['set', 'sound', 'loud'], /^choice: sound: must be true \(yes, on, 1\) or false \(no, off, 0\)\n$/],
      [['set', 'retention', '1h'], /^choice: retention: "1h" is out of range; .*\n$/],
      [['set', 'theme'], /^choice: missing required argument 'value'; for usage, run: choice help config set\n$/],
    ];
    for (const [args, line] of cases) {
      const { code, stdout, stderr } = await runInProcess(home, ['config', ...args]);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, line);
    }
    assert.equal(existsSync(fileOf(home)), false);
  });

  test('when the file is damaged, then it says so, goes by the defaults, and a change mends it', async (t) => {
    const home = makeHome(t);
    mkdirSync(join(home.directory, 'config'), { mode: 0o700 });
    writeFileSync(fileOf(home), '{"theme":"pink","sound":true}', { mode: 0o600 });
    const { code, stdout, stderr } = await runInProcess(home, ['config', 'get', 'theme']);
    assert.deepEqual([code, stdout], [0, 'auto\n']);
    const problem = `choice: ${fileOf(home)}: theme: "pink", but it must be one of: auto, light, dark\n`;
    assert.equal(stderr, problem);
    const set = await runInProcess(home, ['config', 'set', 'language', 'zh-CN']);
    assert.equal(set.stderr, `${problem}choice: the settings file was rewritten; the old one is ${fileOf(home)}.old\n`);
    assert.equal(readFileSync(`${fileOf(home)}.old`, 'utf8'), '{"theme":"pink","sound":true}');
    const { theme, sound, language } = JSON.parse(readFileSync(fileOf(home), 'utf8'));
    assert.deepEqual([theme, sound, language], ['auto', true, 'zh-CN']);
    assert.equal((await runInProcess(home, ['config', 'list'])).stderr, '');
  });

  test('when the file is no JSON, then a change keeps what was in it', async (t) => {
    const home = makeHome(t);
    const text = '{"default_timeout":"10m","sound":true,}';
    mkdirSync(join(home.directory, 'config'), { mode: 0o700 });
    writeFileSync(fileOf(home), text, { mode: 0o600 });
    const { code, stderr } = await runInProcess(home, ['config', 'set', 'theme', 'dark']);
    assert.equal(code, 0);
    assert.match(stderr, /^choice: \S+config\.json: not valid JSON \(.+\); using the defaults\n.*\.old\n$/);
    assert.equal(readFileSync(`${fileOf(home)}.old`, 'utf8'), text);
    const bytes = Buffer.from('{"theme":"d\xe4rk"}', 'latin1');
    writeFileSync(fileOf(home), bytes);
    assert.equal((await runInProcess(home, ['config', 'set', 'theme', 'dark'])).code, 0);
    assert.deepEqual(readFileSync(`${fileOf(home)}.old`), bytes);
    assert.equal(JSON.parse(readFileSync(fileOf(home), 'utf8')).theme, 'dark');
  });

  test('when the setting cannot be saved, then it says that, why, and not that nobody can be reached', async (t) => {
    const home = makeHome(t);
    const directory = join(home.directory, 'config');
    const cases: [make: () => void, line: RegExp][] = [
      [() => mkdirSync(directory, { mode: 0o777 }), /config is open to other users; run: chmod 700 /],
      [() => writeFileSync(directory, ''), /config is not a directory; move it away or set CHOICE_HOME\n$/],
      [() => symlinkSync(home.directory, directory), /config is a symbolic link; use the directory it points to\n$/],
      [() => mkdirSync(join(directory, 'config.json'), { recursive: true, mode: 0o700 }), /config\.json: .*directory/],
      [
        () => writeIn(directory, 'config.json', `{"x":"${'x'.repeat(2 ** 20)}"}`),
        /config\.json: it is larger than 1 MiB/,
      ],
      [
        () => {
          writeIn(directory, 'config.json', '{');
          mkdirSync(join(directory, 'config.json.old'));
        },
        /config\.json\.old: /,
      ],
    ];
    for (const [make, line] of cases) {
      rmSync(directory, { recursive: true, force: true });
      make();
      if (line.source.includes('open to')) chmodSync(directory, 0o777);
      const { code, stdout, stderr } = await runInProcess(home, ['config', 'set', 'theme', 'dark']);
      assert.deepEqual([code, stdout], [69, ''], stderr);
      assert.match(stderr, /^choice: the setting was not saved: [^\n]+\n$/);
      assert.match(stderr, line);
    }
  });
});
