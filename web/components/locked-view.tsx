// What a page without a token shows: how to get one.
import { strings } from '../i18n/strings.ts';
import { useApp } from './context.ts';
import { Heading } from './heading.tsx';

export function LockedView() {
  const { text, twice } = strings.locked;
  return (
    <section class="card empty" data-testid="locked">
      <Heading>{strings.locked.title}</Heading>
      <p class="explanation">{useApp().lockReason.value === 'twice' ? twice : text}</p>
      <pre class="command">
        <code>{strings.locked.command}</code>
      </pre>
    </section>
  );
}
