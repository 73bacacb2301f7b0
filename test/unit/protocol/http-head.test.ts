// The head of a reply, as it arrives: whole, in pieces, or from somebody who speaks something else.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readReplyHead } from '../../../src/protocol/http-head.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Empty:\r\n\r\n';

describe('the head of a reply', () => {
  test('when it is whole, then status, headers by lower-case name, and where the body begins', () => {
    const head = readReplyHead(`${HEAD}hello`);
    assert.deepEqual([head?.status, head?.headers.get('content-length'), head?.headers.get('x-empty')], [200, '5', '']);
    assert.equal(`${HEAD}hello`.slice(head?.size), 'hello');
  });

  test('when it is cut anywhere, then null until it is whole', () => {
    for (let length = 0; length < HEAD.length; length += 1) assert.equal(readReplyHead(HEAD.slice(0, length)), null);
  });

  for (const text of ['SSH-2.0-x\r\n\r\n', 'HTTP/1.0 200 OK\r\n\r\n', 'HTTP/1.1 2000\r\n\r\n', '\r\n\r\n']) {
    test(`when it is ${JSON.stringify(text)}, then null`, () => assert.equal(readReplyHead(text), null));
  }
});
