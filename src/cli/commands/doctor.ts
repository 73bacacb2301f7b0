// `choice doctor`: what runs here, and why.
import type { Command } from 'commander';
import { chooseOpener } from '../../client/browser.ts';
import { findPortal } from '../../client/connect.ts';
import { PROTOCOL } from '../../protocol/version.ts';
import { type Paths, resolvePaths } from '../../system/paths.ts';
import { version } from '../../system/version.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, readFlags, switchFlag } from '../flags.ts';
import { writeResult } from '../output.ts';
import { formatTable } from '../table.ts';

export const doctorFlags = {
  json: switchFlag('--json', 'CHOICE_JSON', 'print one JSON object'),
};

interface Report {
  readonly version: string;
  readonly protocol: number;
  readonly node: string;
  readonly platform: string;
  /** `engine` is null when the one that was asked for cannot run. */
  readonly transport: { readonly engine: string | null; readonly reason: string };
  readonly portal: {
    readonly running: boolean;
    readonly pid: number | null;
    readonly url: string | null;
    readonly open: number | null;
  };
  readonly browser: { readonly how: string; readonly reason: string | null };
  readonly paths: Paths;
}

const examples = `
Examples:
  $ choice doctor
  $ choice doctor --json | jq -r .paths.config`;

export function defineDoctor(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command('doctor')
    .summary('show what runs here, and why')
    .description(
      'Show the version, the transport engine, the portal, the browser and the paths in use. Never starts a portal.',
    )
    .addHelpText('after', examples);
  addFlags(command, doctorFlags).action(async () => {
    const { json } = readFlags(command, doctorFlags, process.env);
    const report = await examine(process.env);
    finish((await writeResult(json ? `${JSON.stringify(report)}\n` : formatReport(report))) ?? EXIT.answered);
  });
}

async function examine(env: NodeJS.ProcessEnv): Promise<Report> {
  const paths = resolvePaths(env);
  const [transport, found] = await Promise.all([examineTransport(env), findPortal(paths)]);
  const opener = chooseOpener(env, process.platform);
  return {
    version,
    protocol: PROTOCOL,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    transport,
    portal: {
      running: found !== null,
      pid: found?.handshake.pid ?? null,
      url: found ? `http://127.0.0.1:${found.port}/` : null,
      open: found?.handshake.open ?? null,
    },
    browser: {
      how: opener.kind === 'command' ? `${opener.source}=${opener.command}` : opener.kind,
      reason: opener.kind === 'none' ? opener.reason : null,
    },
    paths,
  };
}

async function examineTransport(env: NodeJS.ProcessEnv): Promise<Report['transport']> {
  const { selectTransport } = await import('../../transport/select.ts');
  try {
    const { engine, reason } = await selectTransport(env.CHOICE_TRANSPORT);
    return { engine, reason };
  } catch (error) {
    return { engine: null, reason: (error as Error).message };
  }
}

function formatReport({ version: own, protocol, node, platform, transport, portal, browser, paths }: Report): string {
  const rows = [
    ['choice', `${own} (protocol ${protocol})`],
    ['node', `${node} on ${platform}`],
    ['transport', `${transport.engine ?? 'none'}: ${transport.reason}`],
    [
      'portal',
      portal.running ? `${portal.url} (pid ${portal.pid}, ${portal.open} open)` : 'not running; the next ask starts it',
    ],
    ['browser', browser.reason ? `${browser.how}: ${browser.reason}; the URL is printed instead` : browser.how],
    ...Object.entries(paths).map(([name, path]) => [name, path]),
  ];
  const [head = [], ...rest] = rows;
  return formatTable(head, rest, Number.POSITIVE_INFINITY)
    .map((line) => `${line}\n`)
    .join('');
}
