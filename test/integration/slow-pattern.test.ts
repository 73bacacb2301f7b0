// A pattern that would take for ever costs its own prompt an answer, and no other prompt its deadline.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { setInterval } from 'node:timers/promises';
import { forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { assertWithin } from '../helpers/promptness.ts';
import { makeSpec } from '../helpers/prompts.ts';

const PATTERN = '(a+)+|(b+)+';
/** As long as an input may be, and as a message may be: what is longer is refused unread. */
const texts = [`${'a'.repeat(2_999)}!`, `${'b'.repeat(2_999)}!`, `${'a'.repeat(10_000)}!`];

forEachEngine((under) => {
  test('when hostile texts come to a pattern that runs wild, then the deadline of another prompt is kept', async (t) => {
    const warnings: string[] = [];
    const log = { info() {}, error() {}, warn: (message: string) => void warnings.push(message) };
    const portal = await TestPortal.start(t, under, { log });
    const { id } = await portal.ask({ kind: 'input', question: 'Which?', pattern: PATTERN, timeout_ms: null });
    const tabs = await Promise.all(Array.from({ length: 8 }, () => portal.openTab(id)));
    const reasons = new Set<string>();
    await assertWithin(500, async () => {
      const other = await portal.ask(makeSpec({ timeout_ms: 1_000 }));
      const due = performance.now() + 1_000;
      let isOver = false;
      const settled = other.asker.heard('settled').then(({ outcome }) => {
        isOver = true;
        return { outcome, late: performance.now() - due };
      });
      /** As fast as the limit on messages lets a tab. */
      const attack = async (tab: (typeof tabs)[number]) => {
        for await (const sent of setInterval(50, { count: 0 })) {
          if (isOver) return;
          sent.count += 1;
          const text = texts[sent.count % texts.length];
          const verdict = await tab.request({ type: 'answer', answer: { values: [], text } });
          reasons.add(verdict.type === 'refused' ? verdict.reason : verdict.type);
        }
      };
      await Promise.all(tabs.map(attack));
      const { outcome, late } = await settled;
      assert.equal(outcome.status, 'timeout');
      return Math.max(outcome.elapsed_ms - 1_000, late);
    });
    assert.deepEqual([...reasons].sort(), ['pattern_too_slow', 'too_long']);
    assert.match(warnings.join('\n'), /the pattern of a prompt took too long/);
    assert.doesNotMatch(warnings.join('\n'), /a\+/, 'nothing of what was sent');
    const tab = await portal.openTab(id);
    assert.equal((await tab.look()).status, 'open');
  });

  test('when the fallback would take the pattern for ever, then the prompt is refused, and others are taken', async (t) => {
    const portal = await TestPortal.start(t, under);
    const asker = await portal.connectAsker();
    const spec = { kind: 'input', question: 'Which?', pattern: '(a+)+', fallback: `${'a'.repeat(2_000)}!` };
    await assert.rejects(asker.open('slow0000', spec), /bad_spec, fallback .* does not fit the input/);
    assert.equal((await asker.open('fast0000', makeSpec())).created, true);
  });
});
