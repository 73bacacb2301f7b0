// Chooses the address to open in a browser, so that a browser on another machine can reach the portal too.

/** URLs from the portal: `url` is printed for the human, `openUrl` is for this user's browser on this machine. */
interface Offer {
  readonly url: string;
  readonly openUrl: string;
}

/**
 * Returns the address to open. A browser on another machine connects through forwarded ports, and only the portal's port
 * stays the same, not a door's. Such a browser opens the portal without a code and authenticates with its stored token.
 */
export function browserAddress(env: NodeJS.ProcessEnv, { url, openUrl }: Offer): string {
  if (!isElsewhere(env)) return openUrl;
  const address = new URL(url);
  address.hash = '';
  return address.href;
}

/** Editors that run on another machine and work on this one set `BROWSER` to a helper of their own. */
function isElsewhere(env: NodeJS.ProcessEnv): boolean {
  if (env.CHOICE_BROWSER) return false;
  if (/[\\/]bin[\\/]helpers[\\/]browser\.(?:sh|cmd)$/.test(env.BROWSER ?? '')) return true;
  return Boolean((env.SSH_CONNECTION || env.SSH_TTY) && !env.DISPLAY && !env.WAYLAND_DISPLAY);
}
