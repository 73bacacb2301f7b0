// The page once a prompt is over, or not to be seen: axe finds nothing to complain of.
import { axeFindsNothing } from './support/axe.ts';
import { SETTLED_STATES } from './support/settled-states.ts';

axeFindsNothing(SETTLED_STATES);
