// The parts of the page that are not in its first load.
import { Chunk } from './chunk.ts';

export const followUpChunk = new Chunk(() => import('./lazy/follow-up.ts'));
/** What not every prompt needs: other kinds than the plain choice, notes, dangers. */
export const fieldsChunk = new Chunk(() => import('./lazy/fields.tsx'));
export const bodyChunk = new Chunk(() => import('./lazy/body.tsx'));
export const longListChunk = new Chunk(() => import('./lazy/long-list.tsx'));
export const settledChunk = new Chunk(() => import('./lazy/settled.tsx'));
export const recordChunk = new Chunk(() => import('./lazy/record.tsx'));
export const historyChunk = new Chunk(() => import('./lazy/history.tsx'));
export const settingsChunk = new Chunk(() => import('./lazy/settings.tsx'));
export const keysChunk = new Chunk(() => import('./lazy/keys.tsx'));
