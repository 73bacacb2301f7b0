// Every state of the page: axe finds nothing to complain of.
import { axeFindsNothing } from './support/axe.ts';
import { KIND_STATES } from './support/kind-states.ts';
import { OPEN_STATES } from './support/open-states.ts';
import { SETTLED_STATES } from './support/settled-states.ts';
import { VIEW_STATES } from './support/view-states.ts';

axeFindsNothing([...OPEN_STATES, ...KIND_STATES], { shared: true });
axeFindsNothing([...SETTLED_STATES, ...VIEW_STATES]);
