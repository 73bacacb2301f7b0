// Shown by a page that another one replaced: it keeps no connection, and says so.
import { useApp } from '../components/context.ts';
import { Heading } from '../components/heading.tsx';
import { more } from '../i18n/more-strings.ts';

export function ElsewhereView() {
  const app = useApp();
  return (
    <section class="card settled" data-testid="elsewhere">
      <Heading>{more.elsewhere.title}</Heading>
      <p class="explanation">{more.elsewhere.text}</p>
      <button type="button" class="button" onClick={() => app.unlock()}>
        {more.elsewhere.stay}
      </button>
    </section>
  );
}
