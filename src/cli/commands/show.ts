// `choice show`: shows everything known about one prompt, open or settled.
import type { Command } from 'commander';
import { readPrompt } from '../../client/api.ts';
import { type Connection, findPortal } from '../../client/connect.ts';
import { type History, openHistory } from '../../client/history.ts';
import { defined } from '../../core/defined.ts';
import { printableJson } from '../../core/visible-text.ts';
import type { HistoryDetail } from '../../protocol/history.ts';
import type { PromptView } from '../../protocol/view.ts';
import { resolvePaths } from '../../system/paths.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, readFlags, switchFlag } from '../flags.ts';
import { formatShown, type ShownPrompt } from '../format/show.ts';
import { joinLines } from '../format/table.ts';
import type { RunTask } from '../io/io.ts';
import { writeResult } from '../io/output.ts';
import { findPromptId, goneError } from '../prompt-id.ts';

const showFlags = {
  json: switchFlag('--json', 'CHOICE_JSON', 'print one JSON object: the prompt, its outcome and its extensions'),
};

const examples = `
Examples:
  $ choice show k3                   any unique prefix of the id
  $ choice show k3 --json | jq .outcome`;

export function defineShow(program: Command, run: RunTask): void {
  const command = program
    .command('show')
    .summary('show one prompt, open or settled')
    .description('Show one prompt, open or settled, with its body, options and outcome. Never starts a portal.')
    .argument('<id>', 'id of the prompt, or a unique prefix of it')
    .addHelpText('after', examples);
  addFlags(command, showFlags).action((given: string) =>
    run(async ({ env, stdout }) => {
      const { json } = readFlags(command, showFlags, env);
      const paths = resolvePaths(env);
      const connection = await findPortal(paths);
      const shown = await examine(connection, openHistory(connection, paths), given);
      const text = json ? `${printableJson(shown)}\n` : joinLines(formatShown(shown));
      return (await writeResult(stdout, text)) ?? EXIT.ok;
    }),
  );
}

async function examine(connection: Connection | null, history: History, given: string): Promise<ShownPrompt> {
  const id = await findPromptId(connection, history, given);
  const [view, detail] = await Promise.all([connection && readPrompt(connection, id), history.detail(id)]);
  const shown = combine(view, detail);
  if (!shown) throw goneError(id);
  return shown;
}

/** Merges the portal's view, which is newer, with the journal's, which also has past prompts; either may be missing. */
export function combine(view: PromptView | null, detail: HistoryDetail | null): ShownPrompt | null {
  if (!view) return detail && { ...detail, remaining_ms: null };
  const { id, spec, from, opened_at, outcome, draft, delivery, remaining_ms } = view;
  return {
    id,
    key: detail?.key ?? null,
    kind: spec.kind,
    question: spec.question,
    status: outcome?.status ?? 'active',
    opened_at,
    ...defined({ from }),
    remaining_ms: outcome ? null : remaining_ms,
    outcome,
    draft,
    extensions: detail?.extensions ?? [],
    received: delivery === 'delivered' || (detail?.received ?? false),
    spec,
  };
}
