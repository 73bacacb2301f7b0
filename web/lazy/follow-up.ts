// What comes right behind the first load, and is not waited for: alerts, what is said aloud, keys, what shows of the
// page in a row of tabs; and the parts that must be there when the portal is gone.
import { settledChunk } from '../chunks.ts';
import type { AppModel } from '../models/app.ts';
import { startAlerts } from './alerting.ts';
import { startAnnouncer } from './announcer.ts';
import './part.ts';
import { startShortcuts } from './shortcuts.ts';
import { startTabFace } from './tab-face.ts';

export function followUp(app: AppModel): void {
  startAlerts(app);
  startAnnouncer(app);
  startTabFace(app);
  startShortcuts(app);
  settledChunk.load();
}
