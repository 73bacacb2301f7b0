// What a page without a token shows: why it has none, and how to get one.
import { strings } from '../i18n/strings.ts';
import { isCodeRefused } from '../session.ts';
import { Heading } from './heading.tsx';

export function LockedView() {
  return (
    <section class="card empty" data-testid="locked">
      <Heading>{isCodeRefused.value ? strings.locked.usedTitle : strings.locked.title}</Heading>
      <p class="explanation">{isCodeRefused.value ? strings.locked.usedText : strings.locked.text}</p>
      <pre class="command">
        <code>{strings.locked.command}</code>
      </pre>
    </section>
  );
}
