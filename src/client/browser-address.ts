// Which address a browser is opened with, so that one that runs on another machine gets there too.

/** What a portal offers: `url` is printed for the human, `openUrl` leads a browser of this user on this machine. */
interface Offer {
  readonly url: string;
  readonly openUrl: string;
}

/**
 * The address to open. A browser elsewhere reaches this machine by forwarded ports, of which the portal's stays the same
 * and a door's does not: it is sent to the portal without a code, and comes in by the token that it keeps.
 */
export function browserAddress(env: NodeJS.ProcessEnv, { url, openUrl }: Offer): string {
  if (!isElsewhere(env)) return openUrl;
  const address = new URL(url);
  address.hash = '';
  return address.href;
}

/** Editors that work on this machine from another one name a helper of theirs as the browser. */
function isElsewhere(env: NodeJS.ProcessEnv): boolean {
  if (env.CHOICE_BROWSER) return false;
  if (/[\\/]bin[\\/]helpers[\\/]browser\.(?:sh|cmd)$/.test(env.BROWSER ?? '')) return true;
  return Boolean((env.SSH_CONNECTION || env.SSH_TTY) && !env.DISPLAY && !env.WAYLAND_DISPLAY);
}
