// Runs in the head of the page, before its script and its styles are there.
import { isAtHome } from './address.ts';
import { askForProof, storedToken } from './portal-proof.ts';

/** After this, a page that still does not run says why that may be: ms. */
const LOADING_MS = 2_000;

const { classList } = document.documentElement;
// What else stands on the page is not laid out meanwhile: that takes as long as a prompt.
classList.add('loading');
setTimeout(() => classList.remove('loading'), LOADING_MS);
if (isAtHome && storedToken() !== null) askForProof();
