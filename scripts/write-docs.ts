// Writes the generated parts of the documents (`npm run docs`); with `--check`, fails when one is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderDocument } from './render-docs.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const DOCUMENTS = ['README.md', 'docs/commands.md', 'docs/settings.md'];

const stale = DOCUMENTS.filter((name) => {
  const path = join(root, name);
  const before = readFileSync(path, 'utf8');
  const after = renderDocument(before);
  if (after !== before && !process.argv.includes('--check')) writeFileSync(path, after);
  return after !== before;
});
if (!process.argv.includes('--check')) {
  console.log(stale.length === 0 ? 'documents: nothing to write' : `written: ${stale.join(', ')}`);
} else if (stale.length > 0) {
  console.error(`stale: ${stale.join(', ')}; run: npm run docs`);
  process.exitCode = 1;
} else {
  console.log('documents: say what the command line does');
}
