// Which address a browser is opened with: a door of this machine is of no use to a browser on another one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserAddress } from '../../../src/client/browser-address.ts';

const offer = { url: 'http://127.0.0.1:21000/choice/p1#code=x', openUrl: 'http://127.0.0.1:40000/choice/p1?door=y' };
const here = offer.openUrl;
const plain = 'http://127.0.0.1:21000/choice/p1';
const ssh = { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' };

for (const [what, env, address] of [
  ['nothing is set', {}, here],
  ['a browser is named', { BROWSER: 'firefox' }, here],
  [
    'the browser is the helper of an editor',
    { BROWSER: '/home/me/.vscode-server/bin/abc/bin/helpers/browser.sh' },
    plain,
  ],
  ['it is that, but another one was chosen', { BROWSER: '/x/bin/helpers/browser.sh', CHOICE_BROWSER: 'firefox' }, here],
  ['it is opened over SSH', { ...ssh, BROWSER: 'send-home' }, plain],
  ['it is opened over SSH with a display', { ...ssh, BROWSER: 'firefox', DISPLAY: 'localhost:10.0' }, here],
] as const)
  test(`when ${what}, then it is opened with ${address === here ? 'the door' : 'the page, without a code'}`, () => {
    assert.equal(browserAddress(env, offer), address);
  });
