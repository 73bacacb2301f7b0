// The faults that the mutations put into the product: the lines that they replace are there. The long test plays them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../helpers/choice.ts';
import { applyEdit } from '../helpers/test-build.ts';
import { TRAPS } from './traps.ts';

describe('traps', () => {
  for (const { name, edits } of TRAPS)
    test(`when the product ${name}, then that is one change of lines which are there once`, () => {
      for (const edit of edits) applyEdit(readFileSync(join(root, edit.file), 'utf8'), edit);
    });
});
