// Renders refusals as a page for a human who opened an address in a browser; programs get JSON.
import type { ErrorBody } from '../../protocol/http.ts';
import { type Language, matchLanguage } from '../../protocol/language.ts';
import { PATHS } from '../../protocol/paths.ts';
import type { Settings } from '../../protocol/settings.ts';
import { policyWith } from '../../security/headers.ts';
import { header, type Reply, type RequestHead } from '../../transport/transport.ts';
import { en, type Strings } from '../strings/en.ts';
import { zhCN } from '../strings/zh-CN.ts';
import { reply } from './replies.ts';

/** Inline, because a refused browser could not load a style sheet either. The colours are those of web/styles. */
const STYLE = `
:root { color-scheme: light dark; --paper: #f4f3ef; --card: #fffefc; --ink: #1b1d1f; --line: #e2dfd7; --accent: #0b6f6b }
@media (prefers-color-scheme: dark) {
  :root { --paper: #121416; --card: #1b1e21; --ink: #eceae5; --line: #2f3438; --accent: #5cc8bf }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main {
  box-sizing: border-box; max-width: 40rem; margin: clamp(1rem, 12vh, 6rem) auto; padding: clamp(1rem, 4.5vw, 2.5rem);
  border: 1px solid var(--line); border-radius: 12px; background: var(--card); width: calc(100% - 2rem);
}
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25 }
pre { padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 12px; white-space: pre-wrap }
a { color: var(--accent) }
main > :last-child { margin-bottom: 0 }
`;
const STRINGS: Readonly<Record<Language, Strings>> = { en, 'zh-CN': zhCN };
const POLICY = policyWith('style', STYLE);

export interface PageSetting {
  readonly language: Settings['language'];
  readonly port: number;
  readonly maxHeadBytes: number;
}

/** True when a browser navigates to an address; false for requests from scripts and programs. */
export function isNavigation(head: RequestHead): boolean {
  if (head.method !== 'GET' && head.method !== 'HEAD') return false;
  const mode = header(head, 'sec-fetch-mode');
  return mode === null ? /\btext\/html\b/.test(header(head, 'accept') ?? '') : mode === 'navigate';
}

/**
 * Renders the refusal `refused` in the language of `setting` or of the browser. `head` is null if it could not be read.
 * The page repeats nothing from the request.
 */
export function asPage(refused: Reply, head: RequestHead | null, setting: PageSetting): Reply {
  const [preferred = ''] = (head && header(head, 'accept-language'))?.split(/[,;]/) ?? [];
  const language = setting.language === 'auto' ? (matchLanguage(preferred.trim()) ?? 'en') : setting.language;
  const body = layOut(refused, language, setting);
  return reply(refused.status, body, {
    ...refused.headers,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
  });
}

interface Content {
  readonly title: string;
  readonly text: readonly string[];
  readonly command?: string;
  readonly after?: string;
  readonly hasLink: boolean;
}

function describe({ status, body }: Reply, strings: Strings, { port, maxHeadBytes }: PageSetting): Content {
  const { wrongHost, headTooLarge, notFound, refused } = strings;
  if (status === 421) {
    const { title, after } = wrongHost;
    return { title, text: [wrongHost.text(port)], command: wrongHost.command(port), after, hasLink: false };
  }
  if (status === 431) {
    const { title, help, after } = headTooLarge;
    return { title, text: [headTooLarge.text(maxHeadBytes / 1024), help, after], hasLink: false };
  }
  if (status === 404) return { title: notFound.title, text: [notFound.text], hasLink: true };
  const { message } = JSON.parse(String(body)) as ErrorBody;
  return { title: refused.title, text: [`${message.charAt(0).toUpperCase()}${message.slice(1)}.`], hasLink: true };
}

function layOut(refused: Reply, language: Language, setting: PageSetting): string {
  const strings = STRINGS[language];
  const { title, text, command, after, hasLink } = describe(refused, strings, setting);
  const paragraph = (words: string) => `<p>${escapeText(words)}</p>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeText(title)} · choice</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeText(title)}</h1>
${text.map(paragraph).join('\n')}
${command === undefined ? '' : `<pre><code>${escapeText(command)}</code></pre>`}
${after === undefined ? '' : paragraph(after)}
${hasLink ? `<p><a href="${PATHS.dashboard}">${escapeText(strings.dashboard)}</a></p>` : ''}
</main>
</body>
</html>
`;
}

function escapeText(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
}
