// A prompt in a terminal that nobody reads any more, as in the copy mode of GNU screen.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, makeHome, type Scope } from './choice.ts';
import { startInTerminal, type TerminalOptions } from './pty.ts';

export const HOSTS = Array.from({ length: 15 }, (_, index) => `host-${index + 1}`);

/** Starts a prompt whose end leaves its exit code and its stdout in files, and stalls its terminal once it is drawn. */
export async function askStalled(t: Scope, flags: readonly string[], options: TerminalOptions = {}) {
  const home = makeHome(t);
  const [code, out, pid] = ['code', 'out', 'pid'].map((name) => join(home.directory, name));
  // What the shell itself says of a signal would wait for the terminal, too.
  const command = `sh -c 'echo $$ >"$0"; exec "$@"' ${pid} $CHOICE >${out} 2>&3 3>&-`;
  const shell = `exec 3>&2 2>/dev/null; ${command}; echo $? >${code}.new; mv ${code}.new ${code}`;
  const terminal = startInTerminal(home, ['ask', ...flags, 'Which host?', ...HOSTS], { shell, ...options });
  t.after(() => terminal.flow());
  const url = await terminal.url();
  await terminal.shows(/○ host-15[\s\S]*keys$/m);
  terminal.stall();
  return {
    terminal,
    url,
    pid: Number(readFileSync(pid ?? '', 'utf8')),
    /** Its exit code and its stdout, once it has ended, for which it has `patience` ms. */
    async ended(patience?: number) {
      await eventually(() => existsSync(code ?? ''), 'the end of the command', patience);
      return [Number(readFileSync(code ?? '', 'utf8')), readFileSync(out ?? '', 'utf8')];
    },
  };
}
