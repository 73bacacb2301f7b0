// The dashboard: every prompt that is waiting for a human.
import { strings } from '../i18n/strings.ts';
import { ActiveList } from './active-list.tsx';
import { useApp } from './context.ts';
import { Heading } from './heading.tsx';
import { Loading } from './loading.tsx';

export function Dashboard() {
  const { list } = useApp();
  return (
    <section class="dashboard" data-testid="dashboard">
      <Heading>{strings.activePrompts}</Heading>
      {list.loaded.value ? <DashboardBody /> : <Loading />}
    </section>
  );
}

function DashboardBody() {
  const prompts = useApp().list.prompts.value;
  if (prompts.length > 0) return <ActiveList prompts={prompts} />;
  return (
    <div class="card empty" data-testid="empty">
      <p class="empty-title">{strings.empty.title}</p>
      <p class="explanation">{strings.empty.text}</p>
      <pre class="command">
        <code>{strings.empty.command}</code>
      </pre>
    </div>
  );
}
