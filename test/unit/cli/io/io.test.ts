// The command line is given its environment and its streams: it can run many times in one process.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../helpers/choice.ts';

/** The modules that are about the real process. */
const OF_THE_PROCESS: readonly string[] = ['src/cli/io/process-io.ts'];

test('only the Io of the real process reads its environment and standard streams', () => {
  const files = ['cli', 'client', 'terminal'].flatMap((room) =>
    readdirSync(join(root, 'src', room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `src/${room}/${name}`),
  );
  const readers = files.filter((file) =>
    /\bprocess\.(?:argv|env|stdin|stdout|stderr)\b/.test(readFileSync(join(root, file), 'utf8')),
  );
  assert.deepEqual(readers, OF_THE_PROCESS);
});
