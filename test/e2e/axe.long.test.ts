// One state of each view of the page: axe finds nothing to complain of. The long tests look at all of them.
import { axeFindsNothing } from './support/axe.ts';
import { STATES } from './support/states.ts';

const NAMES = ['open', 'confirm-danger', 'input-multiline', 'delivered', 'dashboard', 'history', 'settings'];

axeFindsNothing(STATES.filter(({ name }) => NAMES.includes(name)));
