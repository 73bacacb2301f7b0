// The page for every kind of prompt and what may stand around its answer: axe finds nothing to complain of.
import { axeFindsNothing } from './support/axe.ts';
import { KIND_STATES } from './support/kind-states.ts';

axeFindsNothing(KIND_STATES, { shared: true });
