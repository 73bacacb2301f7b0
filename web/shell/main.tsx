// The page's entry and composition root: builds the models, mounts the components.
import { render } from 'preact';
import '../styles/index.css';
import { startAlerts } from '../notifications/alerting.ts';
import { draftKeeper } from '../prompt/kept-drafts.ts';
import { goHome, isAtHome } from './address.ts';
import { startAnnouncer } from './announcer.ts';
import { AppModel } from './app-model.ts';
import { startAppearance } from './appearance.ts';
import { AppProvider } from './context.ts';
import type { Environment } from './environment.ts';
import { guardInput } from './input-guard.ts';
import type { OpenLink } from './link.ts';
import { Page } from './page.tsx';
import { readAbility, watchPage } from './page-events.ts';
import { isPortalOurs, storedToken } from './portal-proof.ts';
import { ReconnectingLink } from './reconnecting-link.ts';
import { parseRoute } from './route.ts';
import { enterBy, enterOpenPageBy, onTokenStored, type Redeemed, takeCode, watchWait } from './session.ts';
import { startShortcuts } from './shortcuts.ts';
import { openSocket } from './socket.ts';
import { forget, recall, remember, storedKeys } from './storage.ts';
import { startTabTitle } from './tab-title.ts';
import { tick } from './ticker.ts';

const environment: Environment = {
  clock: { now: () => performance.now(), wall: () => Date.now() },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  draftKeeper: (id) => draftKeeper({ recall, remember, forget, storedKeys }, () => Date.now(), id),
  newId: () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join(''),
};

/** How long the page may stay blank while it waits for the portal's first message: ms. */
const BLANK_MS = 150;

let showPage = () => {};
/** Resolves once there is something to show. Rendering "loading" first would render the page twice and delay it. */
const hasContent = new Promise<void>((resolve) => {
  showPage = resolve;
  setTimeout(resolve, BLANK_MS);
});

/** After so many refusals in a row the portal is not just restarting: it has as many pages as it allows. */
const CROWDED_AFTER = 3;

let refusals = 0;

const openLink: OpenLink = (path, { opened, received }) =>
  new ReconnectingLink({
    environment,
    openSocket: (events) => openSocket(path, events),
    handler: {
      opened() {
        refusals = 0;
        app.isCrowded.value = false;
        opened();
      },
      received(message) {
        if (message.type === 'revoked') return app.lock('twice');
        received(message);
        tick();
        // The state follows a `prompt` message at once.
        if (message.type !== 'prompt') showPage();
      },
    },
    refused: () => void onRefused(),
  });

const app = new AppModel({
  environment,
  openLink,
  route: parseRoute(location.pathname),
  ability: readAbility(),
  writeAddress: (path, replace) => (replace ? history.replaceState(null, '', path) : history.pushState(null, '', path)),
  // Browsers let a page close itself only while it has nothing to go back to, and log a warning otherwise.
  closePage: () => {
    if (history.length === 1) close();
  },
  reload: () => location.reload(),
});

async function onRefused(): Promise<void> {
  const isOurs = await isPortalOurs();
  if (isOurs === 'outdated') {
    app.outdate();
    showPage();
  } else if (isOurs === false) {
    app.lock();
  } else if (isOurs) {
    refusals += 1;
    app.isCrowded.value = refusals >= CROWDED_AFTER;
  }
}

function enterOrLock(redeemed: Redeemed | null): void {
  if (storedToken() !== null && redeemed !== 'twice') {
    app.unlock();
  } else {
    app.lock(redeemed === 'token' ? null : redeemed);
    showPage();
  }
}

async function start(): Promise<void> {
  guardInput(app);
  watchPage(app);
  watchWait((seconds) => {
    app.wait.value = seconds;
  });
  onTokenStored(() => app.unlock());
  addEventListener('hashchange', () => {
    const code = takeCode();
    if (code !== null) void enterOpenPageBy(code).then(enterOrLock);
  });
  const code = takeCode();
  if (code === null) enterOrLock(null);
  else void enterBy(code).then(enterOrLock);
  startAppearance(app.settings);
  await hasContent;
  mount();
}

function mount(): void {
  const root = document.getElementById('app');
  if (!root) return;
  render(
    <AppProvider value={app}>
      <Page />
    </AppProvider>,
    root,
  );
  startAlerts(app);
  startAnnouncer(app);
  startTabTitle(app);
  startShortcuts(app);
}

if (isAtHome) void start();
else goHome();
