// Shown by a page that has closed its connections: another one replaced it, or only a reload helps, because its protocol
// version differs from the portal's.
import { strings } from '../i18n/strings.ts';
import { useApp } from './context.ts';
import { Heading } from './heading.tsx';

export function StoppedView({ reason }: { reason: 'elsewhere' | 'outdated' }) {
  const app = useApp();
  const { title, text } = strings[reason];
  const resume = () => (reason === 'elsewhere' ? app.unlock() : location.reload());
  return (
    <section class="card settled" data-testid={reason}>
      <Heading>{title}</Heading>
      <p class="explanation">{text}</p>
      <button type="button" class="button" onClick={resume}>
        {reason === 'elsewhere' ? strings.elsewhere.stay : strings.body.reload}
      </button>
    </section>
  );
}
