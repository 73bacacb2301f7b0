// What takes time elsewhere, begun before the rest of the page runs: a code becomes a token, the portal proves itself,
// and the link that the address asks for is opened.
import { parseRoute, routeLink } from './models/route.ts';
import { redeem, storedToken, takeCode } from './session.ts';
import { openAhead } from './socket.ts';

/** The portal listens there and nowhere else. */
const HOST = '127.0.0.1';

/** False where a proxy serves this page, or where it is about to leave: nothing of it can work there. */
export const isAtHome = location.protocol === 'http:' && location.hostname === HOST;

/** Resolves once this page has a token, or is sure to have none for now. */
export const access: Promise<void> = isAtHome ? begin(takeCode()) : leave();

/** Under another name of this machine, such as `localhost`, somebody else may listen too, and pass on what they hear. */
function leave(): Promise<never> {
  const url = new URL(location.href);
  // A proxy leads from elsewhere to here: there is nothing at that address on the machine of the browser.
  const isProxied = url.protocol !== 'http:' || !/^(?:localhost|\[::1\])$/.test(url.hostname);
  url.hostname = HOST;
  if (isProxied) document.documentElement.classList.add('proxied');
  else location.replace(url);
  return new Promise(() => {});
}

async function begin(code: string | null): Promise<void> {
  if (code !== null) await redeem(code);
  if (storedToken() !== null) openAhead(routeLink(parseRoute(location.pathname)));
}
