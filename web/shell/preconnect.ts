// Runs in the head of the page, before its script and style sheet are loaded.
import { isAtHome } from './address.ts';
import { askForProof, storedToken } from './portal-proof.ts';

/** After this time, a page that still does not run shows why that may be: ms. */
const LOADING_MS = 2_000;

const { classList } = document.documentElement;
// Hides the static text of the page while it loads: laying that out takes as long as a prompt.
classList.add('loading');
setTimeout(() => classList.remove('loading'), LOADING_MS);
if (isAtHome && storedToken() !== null) askForProof();
