// The history view: every prompt in the journals, filtered by status and by search text.
import { useComputed, useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { nameEmptyAnswer } from '../../src/core/answer.ts';
import { answerLabels } from '../../src/core/picks.ts';
import type { Outcome } from '../../src/core/prompt.ts';
import { plainLine } from '../../src/core/visible-text.ts';
import { HISTORY_STATUSES, type HistoryPage, type HistoryRow, type HistoryStatus } from '../../src/protocol/history.ts';
import { PATHS } from '../../src/protocol/paths.ts';
import { strings } from '../i18n/strings.ts';
import { AskerLabel } from '../shell/asker-label.tsx';
import { useApp } from '../shell/context.ts';
import { formatMoment } from '../shell/format-moment.ts';
import { Heading } from '../shell/heading.tsx';
import { LinkTo } from '../shell/link-to.tsx';
import { callPortal } from '../shell/portal-api.ts';
import { SafeText } from '../shell/safe-text.tsx';
import { type FetchHistory, HistoryModel } from './history-model.ts';

const fetchHistory: FetchHistory = async ({ text, ...query }) => {
  const fields = new URLSearchParams(text ? { q: text } : {});
  for (const [name, value] of Object.entries(query)) fields.set(name, String(value));
  const reply = await callPortal<HistoryPage>(`${PATHS.history}?${fields}`);
  if (!reply.ok) throw new Error(`the portal gave no history (${reply.status})`);
  return reply.body;
};

export function HistoryView() {
  const app = useApp();
  const model = useMemo(() => new HistoryModel(app.environment, fetchHistory), [app]);
  const openIds = useComputed(() => app.list.prompts.value.map(({ summary }) => summary.id).join());
  const isAway = useComputed(() => app.connection.value === 'reconnecting');
  // Reloads when a prompt opens or settles, and when the connection is back, since prompts may have changed while the portal
  // was away. Changes of drafts and deadlines, which are far more frequent, do not reload.
  useSignalEffect(() => {
    void openIds.value;
    if (!isAway.value) void model.refresh();
  });
  return (
    <section class="history" data-testid="history">
      <Heading>{strings.history.title}</Heading>
      <Filters model={model} />
      <Results model={model} />
    </section>
  );
}

function Filters({ model }: { model: HistoryModel }) {
  const choices: (HistoryStatus | null)[] = [null, ...HISTORY_STATUSES];
  return (
    <search class="history-filters">
      <input
        type="search"
        autocomplete="off"
        data-filter
        aria-label={strings.history.search}
        placeholder={strings.history.search}
        value={model.text.value}
        onInput={(event) => model.search(event.currentTarget.value)}
      />
      <fieldset class="segments" aria-label={strings.history.filters}>
        {choices.map((status) => (
          <button
            key={status}
            type="button"
            class="segment"
            aria-pressed={model.status.value === status}
            onClick={() => model.filter(status)}
          >
            {status === null ? strings.history.all : strings.history.statuses[status]}
          </button>
        ))}
      </fieldset>
    </search>
  );
}

function Results({ model }: { model: HistoryModel }) {
  const rows = model.rows.value;
  if (model.failed.value) {
    return (
      <div class="card empty" role="alert">
        <p>{strings.history.failed}</p>
        <button type="button" class="button" onClick={() => void model.refresh()}>
          {strings.history.again}
        </button>
      </div>
    );
  }
  if (!rows) return <p class="card waiting">{strings.presence.loading}</p>;
  if (rows.length === 0) {
    const isAll = model.status.value === null && model.text.value.trim() === '';
    return <p class="card waiting">{isAll ? strings.history.nothing : strings.history.noMatch}</p>;
  }
  return (
    <>
      <ul class="history-list" data-testid="history-list">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {model.hasMore.value && (
        <button type="button" class="button more" onClick={() => void model.showMore()}>
          {strings.history.more}
        </button>
      )}
    </>
  );
}

function Row({ row: { id, question, status, opened_at, from, outcome } }: { row: HistoryRow }) {
  return (
    <li>
      <LinkTo to={{ name: 'prompt', id }} class="history-row">
        <span class="history-question">
          <SafeText text={plainLine(question)} />
        </span>
        <time class="hint" dateTime={new Date(opened_at).toISOString()}>
          {formatMoment(opened_at, 'short')}
        </time>
        <span class="history-outcome">
          <span class={`status ${status}`}>{nameStatus(status, outcome)}</span>{' '}
          {outcome && <Answer outcome={outcome} />}
        </span>
        <AskerLabel from={from} />
      </LinkTo>
    </li>
  );
}

/** Names who cancelled, since only a human's cancel is a decision. */
function nameStatus(status: HistoryStatus, outcome: Outcome | null): string {
  if (outcome?.status !== 'cancelled') return strings.history.statuses[status];
  return strings.history.endings[outcome.cause ?? outcome.by];
}

/** Marks a fallback as such: no human gave that answer. */
function Answer({ outcome }: { outcome: Outcome }) {
  const mark = nameEmptyAnswer(outcome);
  return (
    <>
      {mark === null ? (
        <SafeText text={plainLine(answerLabels(outcome, []).join(', '))} />
      ) : (
        strings.history.emptyAnswers[mark]
      )}
      {outcome.fallback && ` ${strings.settled.wasUsed}`}
    </>
  );
}
