// The page's composition root: takes the one-time code, builds the models, mounts the components.
import { render } from 'preact';
import { startAppearance } from './appearance.ts';
import { beat } from './beats.ts';
import { AppProvider } from './components/context.ts';
import { Page } from './components/page.tsx';
import { ReconnectingLink } from './link.ts';
import { AppModel } from './models/app.ts';
import type { Environment } from './models/environment.ts';
import type { OpenLink } from './models/link.ts';
import { parseRoute } from './models/route.ts';
import { readAbility, watchPage } from './page-events.ts';
import { isPortalOurs, onTokenStored, redeem, storedToken, takeCode } from './session.ts';
import { openSocket } from './socket.ts';

const code = takeCode();

const environment: Environment = {
  clock: { now: () => performance.now(), wall: () => Date.now() },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  newId: () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join(''),
};

const openLink: OpenLink = (path, { opened, received }) =>
  new ReconnectingLink({
    environment,
    openSocket: (events) => openSocket(path, events),
    handler: {
      opened,
      received(message) {
        received(message);
        beat();
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
});

async function lockWithoutToken(): Promise<void> {
  if ((await isPortalOurs()) === false) app.lock();
}

/** Gets access with `code`, or with a token kept from an earlier one. */
async function unlock(code: string | null): Promise<void> {
  if (code !== null) await redeem(code);
  if (storedToken() === null) app.lock();
  else app.unlock();
}

watchPage(app);
onTokenStored(() => app.unlock());
addEventListener('hashchange', () => {
  const code = takeCode();
  if (code !== null) void unlock(code);
});
void unlock(code);

function mount(): void {
  const root = document.getElementById('app');
  if (!root) return;
  render(
    <AppProvider value={app}>
      <Page />
    </AppProvider>,
    root,
  );
}

void startAppearance(app.settings).then(mount);
void import('./lazy/follow-up.ts').then(({ followUp }) => followUp(app)).catch(console.warn);
