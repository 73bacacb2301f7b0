// Runs all benches (`npm run bench`) or the named ones (`npm run bench -- start page`), and prints tables. `--json` adds the
// figures, `--quick` takes fewer runs, `--write` writes the tables to RESULTS.md.
import { measureAnswer } from './answer.ts';
import { measureDeadline } from './deadline.ts';
import { describe, readEnvironment } from './environment.ts';
import { measureFanout } from './fanout.ts';
import { measurePage } from './page.ts';
import { measureRegistry } from './registry.ts';
import { type Bench, type Report, toMarkdown } from './report.ts';
import { measureScale } from './scale.ts';
import { measureStart } from './start.ts';
import { writeResults } from './write-results.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  start: measureStart,
  answer: measureAnswer,
  deadline: measureDeadline,
  fanout: measureFanout,
  scale: measureScale,
  page: measurePage,
  registry: measureRegistry,
};

const given = process.argv.slice(2);
const flags = given.filter((word) => word.startsWith('--'));
const names = given.filter((word) => !word.startsWith('--'));
const unknown = names.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  console.error(`there is no bench "${unknown}"; known are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}

const environment = readEnvironment();
console.log(`${describe(environment)}\n`);
const reports: Record<string, Report> = {};
for (const [name, bench] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const report = await bench({ quick: flags.includes('--quick') });
  reports[name] = report;
  console.log(`## ${report.title}\n\n${report.method}\n\n${toMarkdown(report.rows)}\n`);
}
if (flags.includes('--json')) console.log(JSON.stringify({ environment, reports }));
if (flags.includes('--write')) writeResults(environment, reports);
process.exit();
