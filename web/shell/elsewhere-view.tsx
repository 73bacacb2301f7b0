// Shown by a page that another one replaced, and that has closed its connections.
import { strings } from '../i18n/strings.ts';
import { useApp } from './context.ts';
import { Heading } from './heading.tsx';

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
