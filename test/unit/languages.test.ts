// The dictionaries of the page, the terminal and the commands: the same words in every language, and none forgotten.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { en as cliEnglish } from '../../src/cli/strings/en.ts';
import { zhCN as cliChinese } from '../../src/cli/strings/zh-CN.ts';
import { en as portalEnglish } from '../../src/portal/strings/en.ts';
import { zhCN as portalChinese } from '../../src/portal/strings/zh-CN.ts';
import { en as terminalEnglish } from '../../src/terminal/strings/en.ts';
import { zhCN as terminalChinese } from '../../src/terminal/strings/zh-CN.ts';
import { en as pageEnglish } from '../../web/i18n/en.ts';
import { zhCN as pageChinese } from '../../web/i18n/zh-CN.ts';
import { root } from '../helpers/choice.ts';

const DICTIONARIES: readonly (readonly [where: string, english: object, chinese: object])[] = [
  ['the commands', cliEnglish, cliChinese],
  ['the portal', portalEnglish, portalChinese],
  ['the terminal', terminalEnglish, terminalChinese],
  ['the page', pageEnglish, pageChinese],
];

/** A duration names units, each language its own. */
const OWN_WORDS = /duration$/;
/** The same in every language: names, and what is typed. */
const SAME =
  /^(brand|wrongHost\.command.*|time\.units\..*|locked\.command|time\.setHint|settings\.notify_beforeHint|help\..*\.0|(ending\.)?outcome\.colon)$/;
/** What stays as it is in a Chinese sentence: commands, keys, names of formats and values. */
const LATIN =
  /Cookie|HOST|BROWSER|PORT|KiB|choice [a-z]+( --open)?|staging|production|none|null|JSON|SSH|CHOICE_[A-Z]+|Enter|Esc|Ctrl-[A-Z]|Tab|[ynejkaN]\b|\d+(?:\.\d+)?[smhd]\b/g;

/** Arguments in every order that gives another sentence; all numbers differ. */
const ARGUMENTS = [
  [11, 22, 33],
  [33, 22, 11],
  [22, 11, 11],
  [11, 0, 33],
  [1, 1, 1],
  [11, null, null],
  [11, 22, null],
];

/** Every sentence with its path. */
function listSentences(part: object, path = ''): [path: string, sentence: string][] {
  return Object.entries(part).flatMap(([name, word]): [string, string][] => {
    if (typeof word === 'function') {
      if (OWN_WORDS.test(name)) return [];
      return ARGUMENTS.map((given, index) => [`${path}${name}(${index})`, String(word(...given))]);
    }
    return typeof word === 'object' ? listSentences(word, `${path}${name}.`) : [[path + name, String(word)]];
  });
}

const numbersIn = (sentence: string) => (sentence.match(/\d+|null/g) ?? []).sort();

for (const [where, english, other] of DICTIONARIES) {
  describe(`the words of ${where}`, () => {
    const sentences = listSentences(other);
    const originals = new Map(listSentences(english));

    test('when they are compared, then each has its translation, with the same numbers and names in it', () => {
      assert.deepEqual(sentences.map(([path]) => path).sort(), [...originals.keys()].sort());
      for (const [path, sentence] of sentences) {
        if (path === 'announce.minute' || path.startsWith('help.')) continue;
        assert.deepEqual(numbersIn(sentence), numbersIn(originals.get(path) ?? ''), `${path}: ${sentence}`);
      }
    });

    test('when they are read, then none is empty, has a loose end, or says "undefined"', () => {
      for (const [path, sentence] of [...sentences, ...originals]) {
        assert.match(sentence, /\S/, path);
        assert.doesNotMatch(sentence, /undefined|NaN|^\s|\s$| {2}/, `${path}: ${sentence}`);
      }
    });

    test('when they are Chinese, then no English is left, and the punctuation is full-width', () => {
      for (const [path, sentence] of sentences) {
        if (SAME.test(path)) continue;
        const rest = sentence.replaceAll(LATIN, '');
        assert.match(sentence, /\p{Script=Han}|^[\d:+]/u, `${path}: ${sentence}`);
        assert.doesNotMatch(rest, /[A-Za-z]{2,}/, `${path}: ${sentence}`);
        assert.doesNotMatch(sentence, /\p{Script=Han}[,.;:!?()]|[,;!?()]\p{Script=Han}/u, `${path}: ${sentence}`);
      }
    });
  });
}

test('when a word is missing from any of them, then the build fails and names it', (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'choice-languages-'));
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  for (const folder of ['src/core', 'src/protocol', 'src/words', 'src/cli/strings', 'src/terminal/strings', 'web/i18n'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  for (const name of ['tsconfig.json', 'node_modules']) symlinkSync(join(root, name), join(copy, name));
  const missing: readonly (readonly [file: string, word: string])[] = [
    ['src/cli/strings/zh-CN.ts', 'neverSeen'],
    ['src/terminal/strings/zh-CN.ts', 'askCancel'],
    ['web/i18n/zh-CN.ts', 'halfMinute'],
    ['src/protocol/zh-CN.ts', 'draining'],
    ['src/words/zh-CN.ts', 'timedOut'],
  ];
  for (const [file, word] of missing) {
    const path = join(copy, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(new RegExp(`^ *${word}: .*,\\n`, 'm'), ''));
  }
  const config = { extends: './tsconfig.json', include: ['src', 'web'], exclude: [] };
  writeFileSync(join(copy, 'tsconfig.languages.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/.bin/tsc');
  const { status, stdout } = spawnSync(tsc, ['-p', 'tsconfig.languages.json'], { cwd: copy, encoding: 'utf8' });
  assert.notEqual(status, 0);
  for (const [file, word] of missing)
    assert.match(stdout, new RegExp(`^${file}\\(.*'${word}' is missing`, 'm'), stdout);
});
