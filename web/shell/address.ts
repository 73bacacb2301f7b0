// Checks where this page was loaded from. The portal listens at 127.0.0.1 and nowhere else.

const HOST = '127.0.0.1';

/** False when a proxy serves this page, or when it was loaded under another name of this machine: it cannot work there. */
export const isAtHome = location.protocol === 'http:' && location.hostname === HOST;

/**
 * Navigates to the portal's own address. Under another name of this machine, such as `localhost`, another user's program may
 * listen and read what the page sends. Behind a proxy there is no such address: the page shows how to forward the port.
 */
export function goHome(): void {
  const url = new URL(location.href);
  const isProxied = url.protocol !== 'http:' || !/^(?:localhost|\[::1\])$/.test(url.hostname);
  url.hostname = HOST;
  if (isProxied) document.documentElement.classList.add('proxied');
  else location.replace(url);
}
