// The page's first load, compressed as it is sent, must stay small enough to be there at once.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const BUDGET = 30_000;
const web = 'dist/web';

const entry = readdirSync(join(web, 'assets')).filter((name) => /^app-.*\.(js|css)\.gz$/.test(name));
const files = ['index.html.gz', ...entry.map((name) => join('assets', name))];
const sizes = files.map((file) => ({ file, bytes: statSync(join(web, file)).size }));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);

for (const { file, bytes } of sizes) console.log(`${String(bytes).padStart(7)}  ${file}`);
console.log(`${String(total).padStart(7)}  first load, gzip (budget ${BUDGET})`);
if (total > BUDGET) {
  console.error(`the first load is ${total - BUDGET} bytes over its budget`);
  process.exitCode = 1;
}
