// Fails when the first load of the page, compressed as it is sent, is over its budget.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes, compressed by gzip. */
const BUDGET_BYTES = 64_000;
const web = 'dist/web';

/** The page references everything in its first load: styles and script. */
const named = readFileSync(join(web, 'index.html'), 'utf8').matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g);
const files = ['index.html', ...[...named].map(([, file = '']) => file)].map((file) => `${file}.gz`);
const sizes = files.map((file) => ({ file, bytes: statSync(join(web, file)).size }));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);

for (const { file, bytes } of sizes) console.log(`${String(bytes).padStart(7)}  ${file}`);
console.log(`${String(total).padStart(7)}  first load, gzip (budget ${BUDGET_BYTES})`);
if (total > BUDGET_BYTES) {
  console.error(`the first load is ${total - BUDGET_BYTES} bytes over its budget`);
  process.exitCode = 1;
}
