// The whole page: the header, the view that the URL names, and everything around it.
import type { ComponentChildren } from 'preact';
import { HistoryView } from '../history/history-view.tsx';
import { strings } from '../i18n/strings.ts';
import { NotificationOffer } from '../notifications/notification-offer.tsx';
import { PromptView } from '../prompt/prompt-view.tsx';
import { splitSummary } from '../prompt/settled-words.ts';
import { SettingsView } from '../settings/settings-view.tsx';
import { useApp } from './context.ts';
import { Dashboard } from './dashboard.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { LockedView } from './locked-view.tsx';
import { Newcomers } from './newcomers.tsx';
import { OtherPrompts } from './other-prompts.tsx';
import { PageHeader } from './page-header.tsx';
import { StoppedView } from './stopped-view.tsx';

export function Page() {
  const app = useApp();
  return (
    <>
      <PageHeader />
      <Columns>
        <main>
          {app.prompt.value && <Lane />}
          <View />
        </main>
        <OtherPrompts />
        {app.access.value === 'granted' && <NotificationOffer />}
      </Columns>
      <p class="unseen" role="status" data-testid="announcement">
        {app.announcement}
      </p>
      <Keys />
    </>
  );
}

/** Shows whether input counts yet, also to assistive technology. */
function Columns({ children }: { children: ComponentChildren }) {
  const isLive = useApp().grace.live.value;
  return (
    <div class="columns" data-live={isLive} aria-disabled={!isLive}>
      {children}
    </div>
  );
}

function Keys() {
  const { keysShown } = useApp();
  if (!keysShown.value) return null;
  const close = () => {
    keysShown.value = false;
  };
  return <KeysDialog close={close} />;
}

function View() {
  const app = useApp();
  const access = app.access.value;
  const prompt = app.prompt.value;
  if (access === 'locked') return <LockedView />;
  if (access === 'checking') return <AccessWait />;
  if (access === 'elsewhere' || access === 'outdated') return <StoppedView key={access} reason={access} />;
  if (prompt) return <PromptView key={prompt.id} model={prompt} />;
  if (app.route.value.name === 'history') return <HistoryView />;
  if (app.route.value.name === 'settings') return <SettingsView />;
  return <Dashboard />;
}

function AccessWait() {
  const wait = useApp().wait.value;
  return <p class="card waiting">{wait === null ? strings.presence.loading : strings.locked.wait(wait)}</p>;
}

/** A lane of constant height above the card: what appears in it moves nothing else. */
function Lane() {
  return (
    <div class="lane">
      <Strip />
      <Newcomers />
    </div>
  );
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
