#!/usr/bin/env node
// Starts the command. CommonJS, by the package.json beside it: Node's loader of ES modules takes longer to start than
// everything else here, and the version needs nothing at all.

// Node would open its debugger to every user of the machine.
process.on('SIGUSR1', () => {});

const { writeSync } = require('node:fs');

const args = process.argv.slice(2);

/** False when stdout does not take it: the whole command line knows what to say then. */
function printVersion() {
  try {
    writeSync(1, `${require('../package.json').version}\n`);
    return true;
  } catch {
    return false;
  }
}

// Left to Node it would be exit code 1: that is an answer, the "no" of a confirmation.
process.on('uncaughtException', (error) => {
  const detail = String(error?.message ?? error).replaceAll(/\p{Cc}+/gu, ' ');
  process.stderr.write(`choice: internal error: ${detail}; this is a bug in choice\n`, () => process.exit(70));
});

function run() {
  const { main, processIo } = require('../dist/load.js').load('cli.js', asks);
  main(processIo(args)).then(process.exit);
}

const isVersion = args.length === 1 && (args[0] === '--version' || args[0] === '-V');
const asks = ['ask', 'confirm', 'input'].includes(args[0]);
if (!isVersion || !printVersion()) run();
