// The documents say what the command line does: generated parts are fresh, and what is written by hand names real things.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Command } from 'commander';
import { renderDocument } from '../../../scripts/render-docs.ts';
import { combine } from '../../../src/cli/examine-prompt.ts';
import { EXIT, EXIT_MEANINGS } from '../../../src/cli/exit-codes.ts';
import { formatOutcome } from '../../../src/cli/format/outcome.ts';
import { defineProgram } from '../../../src/cli/program.ts';
import { validateSpec } from '../../../src/core/validate.ts';
import { SETTING_NAMES } from '../../../src/protocol/settings.ts';
import { root } from '../../helpers/choice.ts';

const read = (name: string) => readFileSync(join(root, name), 'utf8');
const pages = ['README.md', 'SECURITY.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
const program = await defineProgram(() => {});

describe('generated documents', () => {
  for (const name of ['README.md', 'docs/commands.md', 'docs/settings.md']) {
    test(`when ${name} is rendered again, then nothing changes`, () => {
      const document = read(name);
      assert.match(document, /<!-- generated: /);
      assert.equal(renderDocument(document), document, `${name} is stale; run: npm run docs`);
    });
  }

  test('when a table is edited by hand, then it is found stale and mended', () => {
    const document = read('README.md');
    const edited = document.replace('`CHOICE_TIMEOUT`', '`CHOICE_TIME`');
    assert.notEqual(edited, document);
    assert.equal(renderDocument(edited), document);
  });

  test('when a part has an unknown name, then it is an error that names those that are known', () => {
    assert.throws(() => renderDocument('<!-- generated: flag -->\n<!-- end -->'), /nothing generates "flag".*flags/);
  });

  test('when the README lists flags, then they are all of those of the commands that ask, each with its variable', () => {
    const document = read('README.md');
    for (const name of ['ask', 'confirm', 'input']) {
      const options = find([name]).options;
      assert.ok(options.length > 15, name);
      for (const { flags, description } of options) {
        const [, env] = /\[(CHOICE_\w+)\]$/.exec(description) ?? [];
        const variable = env === undefined ? '' : `\`${env}\``;
        assert.ok(document.includes(`| \`${flags.replaceAll('|', '\\|')}\` | ${variable} |`), `${name} ${flags}`);
      }
    }
    for (const command of program.commands.filter((each) => !each.name().startsWith('_'))) {
      assert.ok(document.includes(`[\`choice ${command.name()}\`]`), command.name());
    }
  });

  test('when an exit code is added, then the table has it', () => {
    assert.deepEqual(
      EXIT_MEANINGS.flatMap(({ codes }) => codes).sort((a, b) => a - b),
      Object.values(EXIT).sort((a, b) => a - b),
    );
  });

  test('when a setting is added, then its page has it', () => {
    for (const name of SETTING_NAMES) assert.ok(read('docs/settings.md').includes(`| \`${name}\` |`), name);
  });
});

/** The command that `words` begin with; the program itself where they name none. */
function find(words: readonly string[]): Command {
  return words.reduce<Command>(
    (command, word) => command.commands.find((each) => each.name() === word) ?? command,
    program,
  );
}

/** Lines of code in `document`, those that go on joined. */
function codeLines(document: string): string[] {
  const blocks = [...document.matchAll(/^```(?:sh|console|text)\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  const inline = [...document.matchAll(/`(choice [^`]+)`/g)].map(([, code = '']) => code);
  return [...blocks.join('\n').replaceAll('\\\n', ' ').split('\n'), ...inline];
}

describe('written documents', () => {
  for (const page of pages) {
    test(`when ${page} shows a command, then the command and each of its flags are there`, () => {
      for (const line of codeLines(read(page))) {
        // Up to the end of the command: a pipe, a list, a closing bracket, or what stands after --.
        for (const [call, words = ''] of line.matchAll(/(?:^|[\s($])choice ([a-z][^|;&)#]*)/g)) {
          const [own = ''] = words.replaceAll(/"[^"]*"|'[^']*'/g, 'x').split(' -- ');
          const command = find(own.split(/\s+/));
          if (command === program) continue;
          const flags = [...own.matchAll(/(?<=\s)(--[a-z][a-z0-9-]*|-[a-z])/g)].map(([, flag = '']) => flag);
          const known = [...command.options.flatMap(({ long, short }) => [long, short]), '--help', '-h'];
          for (const flag of flags) assert.ok(known.includes(flag), `${call}: ${flag}`);
        }
      }
    });
  }

  test('when a page links to another, then both the file and the heading are there', () => {
    for (const page of [...pages, 'CONTRIBUTING.md']) {
      for (const [, target = ''] of read(page).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
        const [file = '', anchor] = target.split('#');
        const path = join(page, '..', file);
        if (file === '' || file.endsWith('.md')) {
          const anchors = [...read(file === '' ? page : path).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
            slug(text),
          );
          if (anchor !== undefined) assert.ok(anchors.includes(anchor), `${page}: ${target}`);
        } else assert.ok(readdirSync(join(root, path)).length > 0, `${page}: ${target}`);
      }
    }
  });

  test('when shell is shown, then a shell can read it', () => {
    for (const page of pages) {
      for (const [, block = ''] of read(page).matchAll(/^```sh\n([\s\S]*?)^```/gm)) {
        execFileSync('/bin/sh', ['-n'], { input: block });
      }
    }
  });

  test('when --json prints a field, then the page on scripts explains it, and no other', () => {
    const [, section = ''] = /^## JSON\n([\s\S]*?)^## /m.exec(read('docs/scripts.md')) ?? [];
    const explained = [...section.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell = '']) => names(cell));
    assert.deepEqual(
      explained,
      Object.keys(JSON.parse(formatOutcome(settled, spec, { json: true, noStatus: false }).stdout)),
    );
    const shown = combine(null, { ...row, spec, draft: null, extensions: [], received: true });
    const [, listed = ''] = /`choice history\s+--json` an array of `\{ (.+?) \}`/.exec(section) ?? [];
    assert.deepEqual(listed.split(', '), Object.keys(row));
    const [, added = ''] = /`choice show --json` adds (.+?)\.(?:\s|$)/s.exec(section) ?? [];
    assert.deepEqual([...Object.keys(row), ...names(added)].sort(), Object.keys(shown ?? {}).sort());
  });
});

function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function names(text: string): string[] {
  return [...text.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
}

const validated = validateSpec({ kind: 'select', question: 'Q', options: [{ value: 'a' }] });
const spec = validated.ok ? validated.spec : assert.fail(validated.problem);
const outcome = {
  status: 'answered',
  values: ['a'],
  text: null,
  note: null,
  notes: {},
  fallback: false,
  by: 'browser',
  who: null,
  settled_at: 2,
  elapsed_ms: 1,
  extended_ms: 0,
  seen_at: 1,
} as const;
const settled = { id: 'k3', opened_at: 1, outcome };
const from = { name: 'nightly' };
const asked = { id: 'k3', key: null, kind: 'select', question: 'Q', status: 'answered', opened_at: 1, from } as const;
const row = { ...asked, outcome } as const;
