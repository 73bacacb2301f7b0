// Shown by a page whose protocol version differs from the portal's: only a reload helps.
import { strings } from '../i18n/strings.ts';
import { Heading } from './heading.tsx';

export function OutdatedView() {
  return (
    <section class="card settled" data-testid="outdated">
      <Heading>{strings.outdated.title}</Heading>
      <p class="explanation">{strings.outdated.text}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {strings.body.reload}
      </button>
    </section>
  );
}
