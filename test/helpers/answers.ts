// What every answer of a portal has to show, refusals above all.
import assert from 'node:assert/strict';
import type { Answer } from './portal.ts';

/** The table of response headers that go with everything; `cache-control` is `no-store` unless a test says otherwise. */
const SECURED: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The `cache-control` of an answer to `path`: what the build named by its content is kept for ever, and little else at all. */
export function cacheControlOf(path: string, { status }: Answer): string {
  if (status !== 200) return 'no-store';
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  return path === '/sw.js' ? 'no-cache' : 'no-store';
}

/** Fails unless `answer` carries every security header, and none that lets another site in. */
export function assertSecured({ headers, status }: Answer, cacheControl = 'no-store'): void {
  for (const [name, value] of Object.entries(SECURED)) assert.equal(headers.get(name), value, `${status}: ${name}`);
  assert.match(headers.get('permissions-policy') ?? '', /^camera=\(\), microphone=\(\)(, [a-z-]+=\(\))+$/);
  assert.equal(headers.get('cache-control'), cacheControl, `${status}: cache-control`);
  const opened = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
  assert.deepEqual(opened, [], `${status}: headers that let another site in`);
}

/** Fails unless `answer` is a refusal by JSON with `status`, whose message matches `fault`. */
export function assertRefused(answer: Answer, status: number, fault: RegExp): { error: string; message: string } {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.doesNotMatch(answer.text, /<[a-z!/]/i, 'no HTML');
  assertSecured(answer);
  const body: { error: string; message: string } = JSON.parse(answer.text);
  assert.match(body.message, fault);
  assert.match(body.error, /^[a-z_]+$/);
  return body;
}
