// What comes right behind the first load, and is not waited for: keys, and what shows of the page in a row of tabs.
import type { AppModel } from '../models/app.ts';
import './part.ts';
import { startShortcuts } from './shortcuts.ts';
import { startTabFace } from './tab-face.ts';

export function followUp(app: AppModel): void {
  startTabFace(app);
  startShortcuts(app);
}
