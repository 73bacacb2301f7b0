// A prompt that is over: how it ended, whether its command knows, and where to go from here.
import { strings } from '../i18n/strings.ts';
import type { Settlement } from '../models/settlement.ts';
import { nameSettlement, namesAnswer } from '../settled-words.ts';
import { Heading } from './heading.tsx';
import { NextSteps } from './next-steps.tsx';
import { SafeText } from './safe-text.tsx';
import { StateGlyph } from './state-glyph.tsx';

const texts = strings.settled;

export function SettledView({ settlement }: { settlement: Settlement }) {
  const { kind, question, answer, logged } = settlement;
  const inTitle = answer !== null && namesAnswer(settlement);
  return (
    <section class={`card settled ${kind}`} data-testid="settled" data-kind={kind}>
      <StateGlyph kind={kind} />
      <Heading live>
        {nameSettlement(settlement)}
        {inTitle && (
          <>
            {' '}
            <SafeText text={answer} />
          </>
        )}
      </Heading>
      <p class="asked">
        <SafeText text={question} />
      </p>
      {answer !== null && !inTitle && kind !== 'gone' && <Given answer={answer} used={kind === 'fallback_used'} />}
      <p class="explanation">{texts[`${kind}Text`]}</p>
      {!logged && <p class="hint">{texts.notLogged}</p>}
      <NextSteps />
    </section>
  );
}

function Given({ answer, used }: { answer: string; used: boolean }) {
  return (
    <p class="given">
      <SafeText text={answer} />
      {used && ` ${texts.wasUsed}`}
    </p>
  );
}
