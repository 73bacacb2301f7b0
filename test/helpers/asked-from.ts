// What an asker may say about itself: an ordinary script, and askers that mean harm.
import type { AskedFrom } from '../../src/core/asked-from.ts';

/** `text` in every field, except where only an address may be. */
const everywhere = (text: string): AskedFrom => ({
  name: text,
  command: text,
  cwd: text,
  host: text,
  user: text,
  git: { repo: text, branch: text },
  ci: { provider: text, job: text, url: 'https://ci.example/7' },
  agent: { client: text, session: text },
});

/** A script in a work tree. */
export const SCRIPT_FROM: AskedFrom = {
  command: 'scripts/deploy.sh',
  cwd: '~/src/app',
  host: 'laptop',
  user: 'ada',
  git: { repo: 'app', branch: 'main' },
};

/** Hostile text in every field, each within its bounds. */
export const HOSTILE_FROM: readonly AskedFrom[] = [
  '\u001b[2J\u001b]0;title\u0007 \u009b31m',
  'safe\u202Etxt.exe \u2066a\u2069 pay\u200Bpal\uFEFF',
  'one\r\ntwo\ttree\u2028four\u0001five',
  '<img src=x onerror="window.hit=1"><script>window.hit=1</script>',
  '\u0007'.repeat(100),
  '漢'.repeat(100),
  '👩🏽‍🚀'.repeat(25),
  'w'.repeat(100),
].map(everywhere);
