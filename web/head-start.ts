// What takes time elsewhere, begun before the rest of the page runs: a code becomes a token, the portal proves itself,
// and the link that the address asks for is opened.
import { parseRoute, routeLink } from './models/route.ts';
import { redeem, storedToken, takeCode } from './session.ts';
import { openAhead } from './socket.ts';

/** Resolves once this page has a token, or is sure to have none for now. */
export const access: Promise<void> = begin(takeCode());

async function begin(code: string | null): Promise<void> {
  if (code !== null) await redeem(code);
  if (storedToken() !== null) openAhead(routeLink(parseRoute(location.pathname)));
}
