// Refusals as a page, for a human whose browser went to an address: programs are refused by JSON.
import type { ErrorBody } from '../protocol/http.ts';
import { PATHS } from '../protocol/paths.ts';
import type { Settings } from '../protocol/settings.ts';
import { header, type Reply, type RequestHead } from '../transport/transport.ts';
import { reply } from './replies.ts';
import { en, type Strings } from './strings/en.ts';
import { zhCN } from './strings/zh-CN.ts';

export interface PageSetting {
  readonly language: Settings['language'];
  readonly port: number;
  readonly maxHeadBytes: number;
  /** Path of the page's style sheet; null when there is none. */
  readonly style: string | null;
}

/** True when a browser goes to an address, rather than a script or a program asking for something. */
export function isNavigation(head: RequestHead): boolean {
  if (head.method !== 'GET' && head.method !== 'HEAD') return false;
  const mode = header(head, 'sec-fetch-mode');
  return mode === null ? /\btext\/html\b/.test(header(head, 'accept') ?? '') : mode === 'navigate';
}

/**
 * The refusal `refused`, in the words of `setting` or of the browser. `head` is null where it could not be read. Nothing
 * that was sent is given back.
 */
export function asPage(refused: Reply, head: RequestHead | null, setting: PageSetting): Reply {
  const accepted = head && header(head, 'accept-language');
  const language = setting.language === 'auto' && /^zh\b/i.test(accepted ?? '') ? 'zh-CN' : setting.language;
  const isChinese = language === 'zh-CN';
  const body = layOut(refused, isChinese ? zhCN : en, isChinese ? 'zh-CN' : 'en', setting);
  return reply(refused.status, body, { ...refused.headers, 'content-type': 'text/html; charset=utf-8' });
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

function layOut(refused: Reply, strings: Strings, language: string, setting: PageSetting): string {
  const { title, text, command, after, hasLink } = describe(refused, strings, setting);
  const paragraph = (words: string) => `<p class="explanation">${escapeText(words)}</p>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeText(title)} · choice</title>
<link rel="icon" href="data:,">
${setting.style === null ? '' : `<link rel="stylesheet" href="${escapeText(setting.style)}">`}
</head>
<body>
<div class="columns"><main><section class="card empty">
<h1>${escapeText(title)}</h1>
${text.map(paragraph).join('\n')}
${command === undefined ? '' : `<pre class="command"><code>${escapeText(command)}</code></pre>`}
${after === undefined ? '' : paragraph(after)}
${hasLink ? `<p><a class="button" href="${PATHS.dashboard}">${escapeText(strings.dashboard)}</a></p>` : ''}
</section></main></div>
</body>
</html>
`;
}

function escapeText(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
}
