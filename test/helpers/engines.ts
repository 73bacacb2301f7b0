// The engines that run on this machine, for tests that start a portal on each of them.
import { selectTransport } from '../../src/transport/select.ts';
import type { Engine } from '../../src/transport/transport.ts';

const hasNative = await selectTransport('uws').then(
  () => true,
  () => false,
);

/** Without `uws` where no binary fits this Node; where one is known to fit, the contract suite fails without it. */
export const ENGINES: readonly Engine[] = hasNative ? ['uws', 'node'] : ['node'];
