// A soak test that ends by itself after some minutes: `npm run soak`, `npm run soak -- --engine node --seconds 60`. Keeps
// 1,000 prompts open, opens and settles 100 a second, connects and closes 20 tabs a second, and prints figures from before
// and after.
import { parseArgs } from 'node:util';
import { type Figures, PortalProcess } from '../test/chaos/portal-process.ts';
import { soak } from '../test/chaos/soak.ts';

const { values } = parseArgs({
  options: { engine: { type: 'string', default: 'uws' }, seconds: { type: 'string', default: '120' } },
});

/** Prompts that stay open. Together with the short-lived ones, they fill the portal up to its limit of 1,000. */
const HELD = 950;
/** More settled prompts than a portal remembers. */
const WARM_UP = 2_500;

const MIB = 1024 * 1024;
const describe = ({ rss, heap, functions, descriptors, timers }: Figures) =>
  `RSS ${(rss / MIB).toFixed(1)} MiB, heap ${(heap / MIB).toFixed(1)} MiB, ${functions} functions, ${descriptors} descriptors, ${timers} timers`;

const endings: (() => void | Promise<void>)[] = [];
try {
  const engine = values.engine === 'node' ? 'node' : 'uws';
  const portal = await PortalProcess.start({ after: (end) => endings.push(end) }, engine);
  const result = await soak(portal, {
    held: HELD,
    perSecond: 100,
    seconds: Number(values.seconds),
    warmUp: WARM_UP,
    samples: 10,
  });
  console.log(`${engine}: ${result.settled} prompts opened and settled beside ${HELD} open ones, ${result.tabs} tabs`);
  console.log(`empty      ${describe(result.empty)}`);
  for (const [index, sample] of result.samples.entries())
    console.log(`${String(index * 10).padStart(3)} %      ${describe(sample)}`);
  console.log(`all gone   ${describe(result.left)}`);
} finally {
  for (const end of endings.reverse()) await end();
}
