#!/usr/bin/env node
// Starts the command. The package.json in this directory makes it CommonJS, because Node's loader of ES modules takes
// longer to start than everything else here. `--version` loads nothing else at all.

// By default Node opens its debugger on SIGUSR1, on a port that every user of this machine can connect to.
process.on('SIGUSR1', () => {});

const { writeSync } = require('node:fs');

const args = process.argv.slice(2);

/** Returns false if stdout cannot be written; the whole command line is loaded then, and reports that. */
function printVersion() {
  try {
    writeSync(1, `${require('../package.json').version}\n`);
    return true;
  } catch {
    return false;
  }
}

// Node would exit with code 1, which callers take for an answer: the "no" of `choice confirm`.
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
