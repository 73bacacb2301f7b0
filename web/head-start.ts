// What takes time elsewhere, begun before the rest of the page runs: a code becomes a token, the portal proves itself,
// and the link that the address asks for is opened.
import { parseRoute, routeLink } from './models/route.ts';
import { enterBy, type Redeemed, storedToken, takeCode } from './session.ts';
import { openAhead } from './socket.ts';

/** The portal listens there and nowhere else. */
const HOST = '127.0.0.1';

/** Resolves once this page has a token, or is sure to have none for now; with what became of its code, if that was used. */
export const access: Promise<Redeemed | null> = location.hostname === HOST ? begin(takeCode()) : leave();

/** Under another name of this machine, such as `localhost`, somebody else may listen too, and pass on what they hear. */
function leave(): Promise<never> {
  const url = new URL(location.href);
  url.hostname = HOST;
  location.replace(url);
  return new Promise(() => {});
}

async function begin(code: string | null): Promise<Redeemed | null> {
  const redeemed = code === null ? null : await enterBy(code);
  if (storedToken() !== null && redeemed !== 'twice') openAhead(routeLink(parseRoute(location.pathname)));
  return redeemed;
}
