// A settled prompt: how it ended, whether its command received the outcome, and links to other prompts.
import { useSignal } from '@preact/signals';
import { strings } from '../i18n/strings.ts';
import { Heading } from '../shell/heading.tsx';
import { SafeText } from '../shell/safe-text.tsx';
import { KeptWords } from './kept-words.tsx';
import { NextSteps } from './next-steps.tsx';
import { PromptRecord } from './record.tsx';
import { nameSettlement, namesAnswer } from './settled-words.ts';
import type { Settlement } from './settlement.ts';
import { StateGlyph } from './state-glyph.tsx';

export function SettledView({ id, settlement }: { id: string; settlement: Settlement }) {
  const { kind, cause, question, answers, logged, past } = settlement;
  const [answer] = answers;
  const inTitle = answer !== undefined && answers.length === 1 && namesAnswer(settlement);
  return (
    <section class={`card settled ${kind}`} data-testid="settled" data-kind={kind}>
      <StateGlyph kind={kind} />
      <Heading live>
        {nameSettlement(settlement)}
        {inTitle && (
          <>
            {`${strings.outcome.colon} `}
            <SafeText text={answer} />
          </>
        )}
      </Heading>
      <p class="asked">
        <SafeText text={question} />
      </p>
      {!inTitle && kind !== 'gone' && <Given answers={answers} used={kind === 'fallback_used'} />}
      {!(past && kind === 'delivered') && (
        <p class="explanation">{cause ? strings.settled.goneBy[cause] : strings.settled.explained[kind]}</p>
      )}
      {!logged && <p class="hint">{strings.settled.notLogged}</p>}
      <KeptWords />
      {past && <Record id={id} open />}
      {!past && kind !== 'sending' && <Record id={id} open={false} />}
      <NextSteps />
    </section>
  );
}

function Given({ answers, used }: { answers: readonly string[]; used: boolean }) {
  if (answers.length === 0) return null;
  return (
    <ul class="given">
      {answers.map((answer) => (
        <li key={answer}>
          <SafeText text={answer} />
          {used && ` ${strings.settled.wasUsed}`}
        </li>
      ))}
    </ul>
  );
}

/** The full record of the prompt, folded until the human opens it. */
function Record({ id, open }: { id: string; open: boolean }) {
  const shown = useSignal(open);
  return (
    <details
      class="record"
      open={shown.value}
      data-testid="record"
      onToggle={(event) => {
        shown.value = event.currentTarget.open;
      }}
    >
      <summary>{strings.settled.details}</summary>
      {shown.value && <PromptRecord id={id} />}
    </details>
  );
}
