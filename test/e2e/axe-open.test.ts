// The page while a plain choice is open, and of the dashboard: axe finds nothing to complain of.
import { axeFindsNothing } from './support/axe.ts';
import { OPEN_STATES } from './support/open-states.ts';

axeFindsNothing(OPEN_STATES, { shared: true });
