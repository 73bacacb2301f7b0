// What a page without a token shows: how to get one.
import { strings } from '../i18n/strings.ts';
import { Heading } from './heading.tsx';

export function LockedView() {
  return (
    <section class="card empty" data-testid="locked">
      <Heading>{strings.locked.title}</Heading>
      <p class="explanation">{strings.locked.text}</p>
      <pre class="command">
        <code>{strings.locked.command}</code>
      </pre>
    </section>
  );
}
