// The page's first load, compressed as it is sent, must stay small enough to be there at once.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const BUDGET = 31_000;
const web = 'dist/web';

/** The page itself names all that it needs before it is there: styles, entry, and what the entry imports. */
const named = readFileSync(join(web, 'index.html'), 'utf8').matchAll(/"\/(assets\/[^"]+)"/g);
const files = ['index.html', ...[...named].map(([, file = '']) => file)].map((file) => `${file}.gz`);
const sizes = files.map((file) => ({ file, bytes: statSync(join(web, file)).size }));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);

for (const { file, bytes } of sizes) console.log(`${String(bytes).padStart(7)}  ${file}`);
console.log(`${String(total).padStart(7)}  first load, gzip (budget ${BUDGET})`);
if (total > BUDGET) {
  console.error(`the first load is ${total - BUDGET} bytes over its budget`);
  process.exitCode = 1;
}
