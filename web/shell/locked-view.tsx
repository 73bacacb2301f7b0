// What a page without a token shows: why it has none, and how to get one.
import { strings } from '../i18n/strings.ts';
import { useApp } from './context.ts';
import { Heading } from './heading.tsx';

export function LockedView() {
  const { title, text, usedTitle, usedText, twice } = strings.locked;
  const reason = useApp().lockReason.value;
  const explained = reason === 'twice' ? twice : reason === 'refused' ? usedText : text;
  return (
    <section class="card empty" data-testid="locked">
      <Heading>{reason === 'refused' ? usedTitle : title}</Heading>
      <p class="explanation">{explained}</p>
      <pre class="command">
        <code>{strings.locked.command}</code>
      </pre>
    </section>
  );
}
