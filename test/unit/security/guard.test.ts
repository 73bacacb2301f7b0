// The guard, as a table: what a head says → let in with a role, or refused with a status and the header at fault.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Access,
  agreeSubprotocol,
  checkCaller,
  checkContentType,
  checkHost,
} from '../../../src/security/guard.ts';
import type { Role } from '../../../src/security/token.ts';
import { makeHead } from '../../helpers/heads.ts';

const HOST = '127.0.0.1:4711';
const OWN = `http://${HOST}`;
const ROLES: Readonly<Record<string, Role>> = { 'tab-token': 'tab' };
const roleOf = (token: string): Role | null => (Object.hasOwn(ROLES, token) ? (ROLES[token] ?? null) : null);

/** The role let in (`nobody` without one), or status and error of the refusal. */
function judge(access: Access, headers: Readonly<Record<string, string>>): string {
  const verdict = checkCaller(makeHead({ host: HOST, ...headers }), access, roleOf);
  return 'status' in verdict ? `${verdict.status} ${verdict.error}` : (verdict.role ?? 'nobody');
}

const tab = { authorization: 'Bearer tab-token' };
const own = { origin: OWN };
const foreign = { origin: 'https://evil.example' };
const sameSite = { 'sec-fetch-site': 'same-site' };
const offered = { 'sec-websocket-protocol': 'choice.v3, choice.token.tab-token' };

const CALLERS: readonly [access: Access, headers: Readonly<Record<string, string>>, verdict: string][] = [
  ['public', {}, 'nobody'],
  ['public', own, 'nobody'],
  ['public', { 'sec-fetch-site': 'cross-site' }, 'nobody'],
  ['public', foreign, '403 wrong_origin'],
  ['public', { origin: 'null' }, '403 wrong_origin'],
  ['session', own, 'nobody'],
  ['session', { ...own, 'sec-fetch-site': 'same-origin' }, 'nobody'],
  ['session', {}, '403 wrong_origin'],
  ['session', foreign, '403 wrong_origin'],
  ['session', { ...own, ...sameSite }, '403 cross_site'],
  ['tab', tab, 'tab'],
  ['tab', { ...tab, ...own }, 'tab'],
  ['tab', { authorization: 'bearer tab-token' }, 'tab'],
  ['tab', {}, '401 unauthorized'],
  ['tab', own, '401 unauthorized'],
  ['tab', { authorization: 'tab-token' }, '401 unauthorized'],
  ['tab', { authorization: 'Basic tab-token' }, '401 unauthorized'],
  ['tab', { authorization: 'Bearer tab-token more' }, '401 unauthorized'],
  ['tab', { authorization: 'Bearer ' }, '401 unauthorized'],
  ['tab', { authorization: 'Bearer __proto__' }, '401 unauthorized'],
  ['tab', { ...offered }, '401 unauthorized'],
  ['tab', { ...tab, ...foreign }, '403 wrong_origin'],
  ['tab', { ...tab, ...sameSite }, '403 cross_site'],
  ['tab', { ...tab, origin: 'http://localhost:4711' }, '403 wrong_origin'],
  ['socket', { ...offered, ...own }, 'tab'],
  ['socket', { ...tab, ...own }, 'tab'],
  ['socket', { ...own, 'sec-websocket-protocol': 'choice.token.tab-token' }, 'tab'],
  ['socket', own, '401 unauthorized'],
  ['socket', { ...own, ...tab, 'sec-websocket-protocol': 'choice.v3, choice.token.wrong' }, '401 unauthorized'],
  ['socket', offered, '403 wrong_origin'],
  ['socket', { ...offered, ...foreign }, '403 wrong_origin'],
  ['socket', { ...offered, origin: 'null' }, '403 wrong_origin'],
  ['socket', { ...offered, origin: `https://${HOST}` }, '403 wrong_origin'],
  ['socket', { ...offered, ...own, ...sameSite }, '403 cross_site'],
];

describe('the guard', () => {
  for (const [access, headers, verdict] of CALLERS) {
    test(`when ${access} is asked for with ${JSON.stringify(headers)}, then ${verdict}`, () => {
      assert.equal(judge(access, headers), verdict);
    });
  }

  test('when a caller is refused, then the message names the header at fault and the fix', () => {
    const message = (access: Access, headers: Readonly<Record<string, string>>) => {
      const verdict = checkCaller(makeHead({ host: HOST, ...headers }), access, roleOf);
      return 'status' in verdict ? verdict.message : '';
    };
    assert.match(message('socket', {}), /header Origin .* open the page/);
    assert.match(message('tab', sameSite), /header Sec-Fetch-Site .* open the page/);
    assert.match(message('tab', {}), /header Authorization .* open the link/);
    assert.match(message('socket', own), /header Sec-WebSocket-Protocol .* open the link/);
  });
});

describe('Host', () => {
  const good = ['127.0.0.1', '127.0.0.1:1', 'localhost', 'localhost:65535', '[::1]', '[::1]:80'];
  const bad = [
    '',
    '0.0.0.0',
    '::1',
    '[::]',
    '127.0.0.1:',
    '127.0.0.1:123456',
    'localhost.',
    'xlocalhost',
    'localhost:x',
  ];
  for (const host of good) {
    test(`when Host is ${host}, then it is let in`, () => assert.equal(checkHost(makeHead({ host })), null));
  }
  for (const host of [...bad, '127.0.0.1\n', 'evil.example', 'localhost@evil', '127.0.0.1, evil.example']) {
    test(`when Host is ${JSON.stringify(host)}, then 421`, () =>
      assert.equal(checkHost(makeHead({ host }))?.status, 421));
  }

  test('when Host is missing, then 400', () => assert.equal(checkHost(makeHead({}))?.error, 'no_host'));

  for (const name of ['host', 'origin', 'authorization', 'content-length']) {
    test(`when ${name} is there twice, even alike, then 400 names it`, () => {
      const refused = checkHost(makeHead({ host: HOST, [name]: [HOST, HOST] }));
      assert.deepEqual([refused?.status, refused?.error], [400, 'duplicate_header']);
      assert.match(refused?.message ?? '', new RegExp(name));
    });
  }
});

describe('content type and sub-protocol', () => {
  const types: readonly [string, boolean][] = [
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['Application/JSON;charset=UTF-8', true],
    ['application/json; charset=latin1', false],
    ['application/jsonp', false],
    ['text/plain', false],
    ['text/plain; application/json', false],
    ['', false],
  ];
  for (const [type, isGood] of types) {
    test(`when a body is ${JSON.stringify(type)}, then it is ${isGood ? 'read' : 'refused with 415'}`, () => {
      assert.equal(checkContentType(makeHead({ 'content-type': type }))?.status ?? null, isGood ? null : 415);
    });
  }

  test('when sub-protocols are offered, then ours is confirmed and nothing else is', () => {
    const agree = (offer: string) => agreeSubprotocol(makeHead({ 'sec-websocket-protocol': offer }));
    assert.equal(agree('chat, choice.v3 , choice.token.x'), 'choice.v3');
    assert.equal(agree('choice.token.x'), null);
    assert.equal(agree('choice.v30'), null);
    assert.equal(agreeSubprotocol(makeHead({})), null);
  });
});
