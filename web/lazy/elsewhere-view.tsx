// Shown by a page that another one replaced: it keeps no connection, and says so.
import { useApp } from '../components/context.ts';
import { Heading } from '../components/heading.tsx';
import { strings } from '../i18n/strings.ts';

export function ElsewhereView() {
  const app = useApp();
  return (
    <section class="card settled" data-testid="elsewhere">
      <Heading>{strings.elsewhere.title}</Heading>
      <p class="explanation">{strings.elsewhere.text}</p>
      <button type="button" class="button" onClick={() => app.unlock()}>
        {strings.elsewhere.stay}
      </button>
    </section>
  );
}
