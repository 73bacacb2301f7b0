// A short soak: prompts and tabs that went leave nothing behind in the portal. The long one is `npm run soak`.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ENGINES } from '../helpers/engines.ts';
import { PortalProcess } from './portal-process.ts';
import { soak } from './soak.ts';

const MIB = 1024 * 1024;

describe('soak', { concurrency: true }, () => {
  for (const engine of ENGINES) {
    test(`when prompts and tabs come and go (${engine}), then the portal holds no more than before`, async (t) => {
      const portal = await PortalProcess.start(t, engine);
      const { empty, samples, left, settled, tabs } = await soak(portal, {
        held: 100,
        perSecond: 100,
        seconds: 5,
        warmUp: 300,
        samples: 1,
      });
      assert.ok(settled === 800 && tabs === 160, `${settled} settled, ${tabs} tabs`);
      const [first = empty] = samples;
      const last = samples.at(-1) ?? empty;
      assert.ok(last.heap < first.heap + 8 * MIB, `heap ${first.heap} → ${last.heap}`);
      assert.ok(last.rss < first.rss + 40 * MIB, `RSS ${first.rss} → ${last.rss}`);
      assert.ok(last.functions < first.functions + 200, `functions ${first.functions} → ${last.functions}`);
      assert.ok(last.timers <= first.timers, `timers ${first.timers} → ${last.timers}`);
      assert.ok(left.timers <= empty.timers + 1, `timers ${empty.timers} → ${left.timers}`);
      // Kept alive between two requests of this test, over HTTP; the links are all gone.
      assert.ok(left.descriptors < empty.descriptors + 50, `descriptors ${empty.descriptors} → ${left.descriptors}`);
    });
  }
});
