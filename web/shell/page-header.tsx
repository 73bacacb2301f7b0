// The header of every view: links to the views, and the state of the connection to the portal.
import { strings } from '../i18n/strings.ts';
import { useApp } from './context.ts';
import { LinkTo } from './link-to.tsx';
import { DASHBOARD, HISTORY, SETTINGS } from './route.ts';

export function PageHeader() {
  const app = useApp();
  const granted = app.access.value === 'granted';
  return (
    <header class="page-header">
      <span class="brand">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="12" r="9" pathLength="1" />
        </svg>
        <span class="brand-name">{strings.brand}</span>
      </span>
      {granted && (
        <>
          <Connection />
          <nav>
            <LinkTo to={DASHBOARD} class="nav-link">
              {strings.activePromptsCount(app.list.prompts.value.length)}
            </LinkTo>
            <LinkTo to={HISTORY} class="nav-link">
              {strings.history.title}
            </LinkTo>
            <LinkTo to={SETTINGS} class="nav-link">
              {strings.settings.title}
            </LinkTo>
            <button
              type="button"
              class="nav-link nav-keys"
              aria-label={strings.keys.title}
              onClick={() => {
                app.keysShown.value = true;
              }}
            >
              ?
            </button>
          </nav>
        </>
      )}
    </header>
  );
}

function Connection() {
  const { connection, prompt } = useApp();
  const state = connection.value;
  const isStopped = state !== 'open' && prompt.value?.settlement.value?.kind === 'stopped';
  return (
    <p class="connection" role="status" data-testid="connection" data-state={state}>
      <span class="connection-text">{strings.connection[isStopped ? 'stopped' : state]}</span>
    </p>
  );
}
