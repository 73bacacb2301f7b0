// The whole page: header, the view that the address names, and what stands around it.

import { historyChunk, keysChunk, settingsChunk, settledChunk } from '../chunks.ts';
import { strings } from '../i18n/strings.ts';
import { splitSummary } from '../settled-words.ts';
import { ActiveList } from './active-list.tsx';
import { useApp } from './context.ts';
import { Dashboard } from './dashboard.tsx';
import { Loaded } from './loaded.tsx';
import { LockedView } from './locked-view.tsx';
import { NotificationOffer } from './notification-offer.tsx';
import { PageHeader } from './page-header.tsx';
import { PromptView } from './prompt-view.tsx';

export function Page() {
  const app = useApp();
  return (
    <>
      <PageHeader />
      <div class="columns">
        <main>
          <Strip />
          <View />
        </main>
        <OtherPrompts />
        {app.access.value === 'granted' && <NotificationOffer />}
      </div>
      <p class="unseen" role="status" data-testid="announcement">
        {app.announcement}
      </p>
      <Keys />
    </>
  );
}

function Keys() {
  const { keysShown } = useApp();
  if (!keysShown.value) return null;
  const close = () => {
    keysShown.value = false;
  };
  return <Loaded chunk={keysChunk}>{({ KeysDialog }) => <KeysDialog close={close} />}</Loaded>;
}

function View() {
  const app = useApp();
  const access = app.access.value;
  const prompt = app.prompt.value;
  if (access === 'locked') return <LockedView />;
  if (access === 'checking') return <Waiting />;
  if (access === 'elsewhere') return <Loaded chunk={settledChunk}>{({ ElsewhereView }) => <ElsewhereView />}</Loaded>;
  if (prompt) return <PromptView key={prompt.id} model={prompt} />;
  if (app.route.value.name === 'history') {
    return (
      <Loaded chunk={historyChunk} waiting={<Waiting />}>
        {({ History }) => <History />}
      </Loaded>
    );
  }
  if (app.route.value.name === 'settings') {
    return (
      <Loaded chunk={settingsChunk} waiting={<Waiting />}>
        {({ SettingsView }) => <SettingsView />}
      </Loaded>
    );
  }
  return <Dashboard />;
}

function Waiting() {
  return <p class="card waiting">{strings.presence.loading}</p>;
}

function Strip() {
  const settlement = useApp().strip.value;
  if (!settlement) return null;
  const { asked, answer } = splitSummary(settlement);
  return (
    <p class="strip" data-testid="strip">
      <span class="strip-asked">{asked}</span> {answer !== '' && <span class="strip-answer">{answer}</span>}
    </p>
  );
}

/** The other active prompts, beside or below an open one. */
function OtherPrompts() {
  const app = useApp();
  const prompt = app.prompt.value;
  if (!prompt || prompt.settlement.value || prompt.presence.value !== 'here') return null;
  const others = app.list.prompts.value.filter(({ summary }) => summary.id !== prompt.id);
  if (others.length === 0) return null;
  return (
    <aside class="others" aria-label={strings.alsoWaiting}>
      <h2>{strings.alsoWaiting}</h2>
      <ActiveList prompts={others} />
    </aside>
  );
}
