// The page's composition root: builds the models, mounts the components.
import { render } from 'preact';
import { startAppearance } from './appearance.ts';
import { beat } from './beats.ts';
import { followUpChunk } from './chunks.ts';
import { AppProvider } from './components/context.ts';
import { Page } from './components/page.tsx';
import { access, isAtHome } from './head-start.ts';
import { ReconnectingLink } from './link.ts';
import { AppModel } from './models/app.ts';
import type { Environment } from './models/environment.ts';
import type { OpenLink } from './models/link.ts';
import { parseRoute } from './models/route.ts';
import { readAbility, watchPage } from './page-events.ts';
import { isPortalOurs, onTokenStored, redeem, storedToken, takeCode } from './session.ts';
import { openSocket } from './socket.ts';

const environment: Environment = {
  clock: { now: () => performance.now(), wall: () => Date.now() },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  newId: () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join(''),
};

/** How long the page may stay blank until the portal has told what there is to show: ms. */
const BLANK_MS = 150;

let showPage = () => {};
/** Resolves once there is something to show: a page that first says that it loads is drawn twice, and is there later. */
const hasContent = new Promise<void>((resolve) => {
  showPage = resolve;
  setTimeout(resolve, BLANK_MS);
});

const openLink: OpenLink = (path, { opened, received }) =>
  new ReconnectingLink({
    environment,
    openSocket: (events) => openSocket(path, events),
    handler: {
      opened,
      received(message) {
        received(message);
        beat();
        showPage();
      },
    },
    refused: () => void lockWithoutToken(),
  });

const app = new AppModel({
  environment,
  openLink,
  route: parseRoute(location.pathname),
  ability: readAbility(),
  writeAddress: (path, replace) => (replace ? history.replaceState(null, '', path) : history.pushState(null, '', path)),
  // Browsers let a page close itself while there is nothing to go back to, and complain of one that tries otherwise.
  closePage: () => {
    if (history.length === 1) close();
  },
});

async function lockWithoutToken(): Promise<void> {
  if ((await isPortalOurs()) === false) app.lock();
}

function enterOrLock(): void {
  if (storedToken() !== null) {
    app.unlock();
  } else {
    app.lock();
    showPage();
  }
}

watchPage(app);
onTokenStored(() => app.unlock());
addEventListener('hashchange', () => {
  const code = takeCode();
  if (code !== null) void redeem(code).then(enterOrLock);
});
void access.then(enterOrLock);

function mount(): void {
  const root = document.getElementById('app');
  if (!root) return;
  render(
    <AppProvider value={app}>
      <Page />
    </AppProvider>,
    root,
  );
  followUpChunk.state.subscribe((state) => {
    if (state.status === 'ready') state.module.followUp(app);
  });
  followUpChunk.load();
}

if (isAtHome) void Promise.all([startAppearance(app.settings), hasContent]).then(mount);
