// Starts the portal, as a process of its own.
require('./load.js').load('portal', true);
