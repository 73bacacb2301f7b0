// Rebuilds dist/ on every change of the sources: `npm run dev` beside a terminal that runs bin/choice.js.
import { spawnSync } from 'node:child_process';
import { watch } from 'node:fs';

/** Debounce, in ms: editors write a file in several steps. */
const QUIET = 100;

let timer: NodeJS.Timeout | undefined;

function build(): void {
  spawnSync('node_modules/.bin/tsx', ['scripts/build.ts'], { stdio: 'inherit' });
}

build();
for (const directory of ['src', 'web']) {
  watch(directory, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(build, QUIET);
  });
}
