// The page that a tab shows when it is loaded while no portal runs, instead of the browser's error page.
import type { WorkerStrings } from '../i18n/worker-strings.ts';

const RETRY_S = 3;

const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-content:center;gap:.5rem;padding:1.5rem;box-sizing:border-box;
font:1rem/1.5 system-ui,sans-serif;text-align:center;background:light-dark(#f4f3ef,#121416);color:light-dark(#1c1e21,#e8e6e1)}
h1{margin:0;font-size:1.25rem;font-weight:600}p{margin:0;opacity:.75}`;

/** A page that reloads itself every 3 s, until the portal is back. */
export function awayPage({ language, title, text }: WorkerStrings): Response {
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="refresh" content="${RETRY_S}"><title>choice</title><style>${STYLE}</style><body><h1>${title}</h1><p>${text}</p></body></html>`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  };
  return new Response(html, { status: 503, headers });
}
