// Whether input to what is on view counts yet.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { PAGE_GRACE_MS } from '../../../src/core/grace.ts';
import { InputGrace, SAME_SPOT_GRACE_MS, TEXT_GRACE_MS } from '../../../web/shell/input-grace.ts';
import { FakeEnvironment } from './fakes.ts';

let environment: FakeEnvironment;
let grace: InputGrace;

/** A prompt comes on view, whole. */
function show(): void {
  grace.expect();
  grace.show();
}

describe('what comes on view', () => {
  beforeEach(() => {
    environment = new FakeEnvironment();
    grace = new InputGrace(environment, true);
  });

  test('where there is no prompt, input counts at once', () => {
    assert.ok(grace.live.value);
    assert.ok(grace.take('press'));
    show();
    grace.release();
    assert.ok(grace.live.value && grace.take('key'));
  });

  test('a prompt is live once it has been on view and quiet for the grace', () => {
    show();
    environment.pass(PAGE_GRACE_MS - 1);
    assert.ok(!grace.live.value);
    environment.pass(1);
    assert.ok(grace.live.value && grace.take('key') && grace.take('press'));
  });

  test('a part of the form that comes late holds the grace up', () => {
    grace.expect();
    environment.pass(10_000);
    assert.ok(!grace.live.value && !grace.take('key'));
    grace.show();
    assert.ok(!grace.take('press'));
  });

  test('every stray key or press starts the quiet over, and what draws it hears of that', () => {
    show();
    for (const kind of ['key', 'press', 'key'] as const) {
      const round = grace.round.value;
      environment.pass(PAGE_GRACE_MS - 1);
      assert.ok(!grace.take(kind));
      assert.notEqual(grace.round.value, round);
    }
    environment.pass(PAGE_GRACE_MS);
    assert.ok(grace.take('key'));
  });

  test('text for a field is taken after a while from somebody who never pauses, and what decides is not', () => {
    show();
    for (let passed = 0; passed < TEXT_GRACE_MS; passed += 200) {
      assert.ok(!grace.takesText(), `after ${passed} ms`);
      assert.ok(!grace.take('key'));
      environment.pass(200);
    }
    assert.ok(grace.takesText() && !grace.take('key') && !grace.live.value);
    show();
    assert.ok(!grace.takesText(), 'the next prompt');
    environment.pass(PAGE_GRACE_MS);
    assert.ok(grace.takesText());
    grace.setVisible(false);
    environment.pass(TEXT_GRACE_MS);
    assert.ok(!grace.takesText(), 'out of sight');
  });

  test('another view starts it over, and input that began on the one before can be told', () => {
    show();
    const { view } = grace;
    environment.pass(PAGE_GRACE_MS);
    show();
    assert.ok(!grace.live.value && !grace.take('key'));
    assert.notEqual(grace.view, view);
  });

  test('a hidden page takes nothing, and the grace begins when it is seen', () => {
    show();
    grace.setVisible(false);
    environment.pass(10_000);
    assert.ok(!grace.live.value && !grace.take('press'));
    grace.setVisible(true);
    assert.ok(!grace.take('press'));
    environment.pass(PAGE_GRACE_MS);
    assert.ok(grace.take('press'));
  });

  test('a press where the last one was counts only after a longer quiet', () => {
    show();
    environment.pass(PAGE_GRACE_MS);
    assert.ok(!grace.take('press_same_spot'));
    environment.pass(SAME_SPOT_GRACE_MS - 1);
    assert.ok(grace.live.value && grace.take('press'));
    environment.pass(1);
    assert.ok(grace.take('press_same_spot'));
  });

  test('a window that comes to the front takes presses at once, and keys after the grace', () => {
    show();
    environment.pass(PAGE_GRACE_MS);
    grace.takeFocus();
    assert.ok(grace.live.value && grace.take('press'));
    assert.ok(!grace.take('key'));
    environment.pass(PAGE_GRACE_MS);
    assert.ok(grace.take('key'));
  });

  test('when a window comes to the front during the grace, then nothing counts, nor is said to, before a new one', () => {
    show();
    environment.pass(PAGE_GRACE_MS - 100);
    grace.takeFocus();
    environment.pass(PAGE_GRACE_MS - 1);
    assert.ok(!grace.live.value);
    environment.pass(1);
    assert.ok(grace.live.value && grace.take('press') && grace.take('key'));
  });

  test('typing counts as going on until it has stopped for a while, and not across views', () => {
    show();
    grace.take('key');
    assert.ok(grace.isTyping());
    environment.pass(2_000);
    assert.ok(!grace.isTyping());
    grace.take('key');
    show();
    assert.ok(!grace.isTyping());
  });
});
