// Tokens, codes and headers: what each is good for, and when it dies.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { Codes } from '../../../src/security/codes.ts';
import { policyWith, SECURITY_HEADERS } from '../../../src/security/headers.ts';
import { newKey } from '../../../src/security/key.ts';
import { isPrintedCode, newTabToken, printedCode, proveToTab, roleOf } from '../../../src/security/token.ts';

const KEY = newKey();
const PORT = 4711;
const HERE = { key: KEY, port: PORT };
const WALL = Date.UTC(2026, 0, 1);
const DAY = 24 * 60 * 60 * 1_000;

describe('tokens', () => {
  test('when a token is given, then it is good on its own port and key only', () => {
    const tab = newTabToken(HERE, WALL);
    assert.equal(roleOf(HERE, tab, WALL), 'tab');
    assert.equal(roleOf({ ...HERE, key: newKey() }, tab, WALL), null);
    assert.equal(roleOf({ ...HERE, port: PORT + 1 }, tab, WALL), null, 'at another port it is of no use');
  });

  test('when a tab token is 30 days old, then it is dead', () => {
    const tab = newTabToken(HERE, WALL);
    assert.equal(roleOf(HERE, tab, WALL + 30 * DAY - 1), 'tab');
    assert.equal(roleOf(HERE, tab, WALL + 30 * DAY), null);
  });

  test('when any character of a token is changed or missing, then it is none', () => {
    const token = newTabToken(HERE, WALL);
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A';
      const changed = token.slice(0, index) + other + token.slice(index + 1);
      assert.equal(roleOf(HERE, changed, WALL), null, `changed at ${index}`);
      assert.equal(roleOf(HERE, token.slice(0, index), WALL), null, `cut at ${index}`);
    }
    for (const odd of ['', '.', 't...', 't.NaN.x.y', 'a.', '\0', 'é'.repeat(45)])
      assert.equal(roleOf(HERE, odd, WALL), null);
  });

  test('when two tab tokens are made at the same moment, then they differ', () => {
    assert.notEqual(newTabToken(HERE, WALL), newTabToken(HERE, WALL));
  });

  test('when a page asks for a proof by the name of its token, then only who has the key can give it, while the token holds', () => {
    const [, issued, nonce, signature = ''] = newTabToken(HERE, WALL).split('.');
    const name = `${issued}.${nonce}`;
    const proof = createHmac('sha256', signature).update('challenge').digest('base64');
    assert.equal(proveToTab(HERE, name, 'challenge', WALL), proof);
    for (const wrong of [
      proveToTab(HERE, name, 'another', WALL),
      proveToTab({ ...HERE, port: PORT + 1 }, name, 'challenge', WALL),
      proveToTab({ ...HERE, key: newKey() }, name, 'challenge', WALL),
      proveToTab(HERE, `${issued}.other`, 'challenge', WALL),
    ])
      assert.notEqual(wrong, proof);
    assert.equal(proveToTab(HERE, name, 'challenge', WALL + 30 * DAY), null);
  });
});

describe('codes', () => {
  function makeCodes() {
    let now = 5_000;
    let made = 0;
    const pass = (ms: number) => {
      now += ms;
    };
    const codes = new Codes(
      () => HERE,
      () => now,
      () => {},
    );
    const newToken = () => {
      made += 1;
      return `token ${made}`;
    };
    /** The token, or why there is none. */
    const redeem = (code: string, promptId: string | null = null, requestId: string | null = null) => {
      const redeemed = codes.redeem({ code, promptId, requestId, newToken });
      return redeemed.result === 'token' ? redeemed.token : redeemed.result;
    };
    return { codes, pass, redeem };
  }

  test('when a one-time code comes twice, then the second use takes back what the first gave', () => {
    const { codes, redeem, pass } = makeCodes();
    const code = codes.issue();
    assert.equal(redeem(code), 'token 1');
    pass(4 * 60_000);
    assert.deepEqual(codes.redeem({ code, promptId: null, requestId: null, newToken: () => '' }), {
      result: 'twice',
      token: 'token 1',
    });
    assert.equal(redeem(code), 'refused', 'once is enough');
    const forgotten = codes.issue();
    redeem(forgotten);
    pass(5 * 60_000);
    assert.equal(redeem(forgotten), 'refused', 'too late to say that somebody else had it');
  });

  test('when a page repeats its request, then it gets the same token again', () => {
    const { codes, redeem } = makeCodes();
    const code = codes.issue();
    assert.deepEqual([redeem(code, null, 'page'), redeem(code, null, 'page')], ['token 1', 'token 1']);
    assert.equal(redeem(code, null, 'other'), 'twice');
    assert.equal(redeem(code, null, 'page'), 'refused');
  });

  for (const [age, isGood] of [
    [0, true],
    [59_999, true],
    [60_000, false],
    [61_000, false],
  ] as const) {
    test(`when a one-time code is ${age} ms old, then it is ${isGood ? 'good' : 'dead, and stays so'}`, () => {
      const { codes, pass, redeem } = makeCodes();
      const code = codes.issue();
      pass(age);
      assert.deepEqual([redeem(code), redeem(code)], isGood ? ['token 1', 'twice'] : ['refused', 'refused']);
    });
  }

  test('when more than 256 codes wait, then the oldest go first', () => {
    const { codes, redeem } = makeCodes();
    const issued = Array.from({ length: 257 }, () => codes.issue());
    assert.deepEqual(
      [issued[0], issued[1], issued[256]].map((code) => redeem(code ?? '')),
      ['refused', 'token 1', 'token 2'],
    );
  });

  test('when a printed code is redeemed, then 8 times, and only while its prompt is open', () => {
    const { redeem } = makeCodes();
    const code = printedCode(HERE, 'prompt01');
    assert.ok(!isPrintedCode({ ...HERE, port: 1 }, 'prompt01', code));
    assert.ok(isPrintedCode(HERE, 'prompt01', code) && !isPrintedCode(HERE, 'prompt02', code));
    assert.equal(redeem(code), 'refused', 'without its prompt');
    assert.equal(redeem(code, 'prompt02'), 'refused');
    const uses = Array.from({ length: 9 }, () => redeem(code, 'prompt01'));
    assert.deepEqual(uses, [1, 2, 3, 4, 5, 6, 7, 8].map((use) => `token ${use}`).concat('refused'));
    assert.equal(redeem(printedCode(HERE, 'prompt02'), 'prompt02'), 'token 9');
  });
});

describe('response headers', () => {
  test('when the page is served, then its policy allows no inline script, no frame and no other origin', () => {
    const policy = SECURITY_HEADERS['content-security-policy'] ?? '';
    for (const forbidden of ['unsafe-inline', 'unsafe-eval', '*', 'http:', 'https:'])
      assert.ok(!policy.includes(forbidden), forbidden);
    assert.match(policy, /^default-src 'none'; .*frame-ancestors 'none'; require-trusted-types-for 'script'$/);
    for (const kind of ['script', 'style'] as const) {
      // What `printf a | openssl dgst -sha256 -binary | base64` says, and the same for "b".
      const digests =
        "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=' 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0='";
      assert.equal(policyWith(kind, 'a', 'b'), policy.replace(`${kind}-src 'self'`, `${kind}-src 'self' ${digests}`));
    }
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      assert.match(`${name}: ${value}`, /^[a-z-]+: [\x20-\x7e]+$/);
  });
});
