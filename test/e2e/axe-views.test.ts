// The page beside the prompts: axe finds nothing to complain of.
import { axeFindsNothing } from './support/axe.ts';
import { VIEW_STATES } from './support/view-states.ts';

axeFindsNothing(VIEW_STATES);
