// The page of a prompt that no portal knows.

import { strings } from '../i18n/strings.ts';
import { Heading } from '../shell/heading.tsx';
import { KeptWords } from './kept-words.tsx';
import { NextSteps } from './next-steps.tsx';

export function MissingView() {
  return (
    <section class="card settled" data-testid="missing">
      <Heading>{strings.presence.missing}</Heading>
      <p class="explanation">{strings.presence.missingText}</p>
      <KeptWords />
      <NextSteps />
    </section>
  );
}
