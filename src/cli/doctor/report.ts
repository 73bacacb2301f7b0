// Builds the report of `choice doctor`: collects the facts, checks them, and formats both for people.
import { spawnSync } from 'node:child_process';
import { chooseOpener, listCommands } from '../../client/browser.ts';
import { examineJournal, type JournalReport } from '../../client/journal.ts';
import { SilentPortalError } from '../../client/start.ts';
import { PROTOCOL } from '../../protocol/version.ts';
import { type Paths, resolvePaths } from '../../system/paths.ts';
import { readSettings } from '../../system/settings-file.ts';
import { version } from '../../system/version.ts';
import { nameReason } from '../ask/browser-advice.ts';
import { findVariableFault } from '../environment.ts';
import { formatTable, joinLines } from '../format/table.ts';
import { printable } from '../io/output.ts';
import { en } from '../strings/en.ts';
import { type ClockReport, checkClock, describeClock, examineClock } from './check-clock.ts';
import { checkDirectories } from './check-directories.ts';
import { checkJournal, describeJournal } from './check-journal.ts';
import { checkPort, describePort, examinePort, type PortReport } from './check-port.ts';
import { checkPortal, describePortal, examinePortal, findAnyPortal, type PortalReport } from './check-portal.ts';
import type { Problem } from './problem.ts';

interface TransportReport {
  /** Null if the requested engine cannot run. */
  readonly engine: string | null;
  readonly reason: string;
  /** The command that installs the native engine; null if it runs already, or another engine was requested. */
  readonly install: string | null;
}

export interface Report {
  readonly version: string;
  readonly protocol: number;
  readonly node: string;
  readonly platform: string;
  readonly transport: TransportReport;
  readonly portal: PortalReport;
  readonly port: PortReport;
  readonly browser: { readonly how: string; readonly reason: string | null };
  readonly journal: JournalReport;
  readonly clock: ClockReport;
  readonly paths: Paths;
  /** Empty if all is well. */
  readonly problems: readonly Problem[];
}

/** Collects the report. Starts and creates nothing. */
export async function examine(env: NodeJS.ProcessEnv): Promise<Report> {
  const paths = resolvePaths(env);
  const [transport, answer] = await Promise.all([examineTransport(env), findAnyPortal(paths)]);
  const silent = answer instanceof SilentPortalError ? answer : null;
  const found = answer instanceof SilentPortalError ? null : answer;
  const [journal, port] = await Promise.all([examineJournal(found, paths), examinePort(found, paths)]);
  const portal = examinePortal(paths, found, silent);
  const clock = examineClock(journal.written);
  const browser = examineBrowser(env);
  const problems = [
    ...checkTransport(transport),
    ...checkVariable(env, transport),
    ...checkPortal(portal),
    ...(portal.silent_pid === null ? checkPort(port) : []),
    ...checkBrowser(browser),
    ...checkDirectories(env, paths),
    ...checkJournal(journal),
    ...checkClock(clock),
    ...checkSettings(paths),
  ];
  const platform = `${process.platform}-${process.arch}`;
  return {
    version,
    protocol: PROTOCOL,
    node: process.version,
    platform,
    transport,
    portal,
    port,
    browser,
    journal,
    clock,
    paths,
    problems,
  };
}

export function formatReport(report: Report): string {
  const { protocol, node, platform, transport, portal, port, browser, journal, clock, paths, problems } = report;
  const rows = [
    ['choice', `${report.version} (protocol ${protocol})`],
    ['node', `${node} on ${platform}`],
    ['transport', `${transport.engine ?? 'none'}: ${transport.reason}`],
    ...(transport.install ? [['', `a faster engine: ${transport.install} (Node 20 to 25, glibc 2.38 or newer)`]] : []),
    ['portal', describePortal(portal)],
    ['port', describePort(port)],
    ['browser', browser.reason ? `${browser.how}: ${browser.reason}; the URL is printed instead` : browser.how],
    ['journal', describeJournal(journal)],
    ['clock', describeClock(clock)],
    ...Object.entries(paths).map(([name, path]) => [name, path]),
  ];
  const [head = [], ...rest] = rows;
  const table = formatTable(head, rest, Number.POSITIVE_INFINITY);
  const verdicts = problems.flatMap(({ check, what, fix }) => [`${check}: ${what}`, `  to do: ${fix}`]);
  const lines = [...table, '', ...(verdicts.length > 0 ? verdicts : ['all is well'])];
  // Names of processes and of settings may be another user's text.
  return joinLines(lines.map(printable));
}

async function examineTransport(env: NodeJS.ProcessEnv): Promise<TransportReport> {
  const { INSTALL_NATIVE, selectTransport } = await import('../../portal/process.ts');
  try {
    const { engine, reason, install } = await selectTransport(env.CHOICE_TRANSPORT);
    return { engine, reason, install };
  } catch (error) {
    return {
      engine: null,
      reason: (error as Error).message,
      install: env.CHOICE_TRANSPORT === 'uws' ? INSTALL_NATIVE : null,
    };
  }
}

function checkTransport({ engine, reason, install }: TransportReport): Problem[] {
  if (engine !== null) return [];
  const fix = `unset CHOICE_TRANSPORT, or set it to node${install ? `, or run: ${install}` : ''}`;
  return [{ check: 'transport', what: reason, fix }];
}

/** Skipped when no engine was selected: `checkTransport` has reported it. */
function checkVariable(env: NodeJS.ProcessEnv, { engine }: TransportReport): Problem[] {
  const what = engine === null ? null : findVariableFault(env);
  return what === null ? [] : [{ check: 'variable', what, fix: 'correct it, or unset it' }];
}

function examineBrowser(env: NodeJS.ProcessEnv): Report['browser'] {
  const opener = chooseOpener(env, process.platform);
  const how = opener.kind === 'command' ? `${opener.source}=${opener.command}` : opener.kind;
  return { how, reason: nameReason(opener, en) };
}

/** Having no browser is fine, as the URL is printed; a configured one that is missing is a problem. */
function checkBrowser({ how }: Report['browser']): Problem[] {
  const [, source, text] = /^(CHOICE_BROWSER|BROWSER)=(.+)$/s.exec(how) ?? [];
  if (!source || !text || process.platform === 'win32') return [];
  // Commands that need shell parsing are assumed to exist.
  const files = listCommands(text).map((command) => /^[\w./+-]+(?= |$)/.exec(command)?.[0] ?? null);
  const [file] = files;
  const isThere = (name: string | null) =>
    name === null || spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'choice', name], { stdio: 'ignore' }).status === 0;
  return files.some(isThere)
    ? []
    : [
        {
          check: 'browser',
          what: `${source} names ${file}, which was not found`,
          fix: `install it, or set ${source} to a command that exists`,
        },
      ];
}

function checkSettings(paths: Paths): Problem[] {
  const fix = 'run: choice config set NAME VALUE, which rewrites the file';
  return readSettings(paths).problems.map((what) => ({ check: 'settings', what, fix }));
}
