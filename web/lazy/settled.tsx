// What a prompt's page shows once there is nothing left to answer.
import { adoptStyles } from './part.ts';
import css from './settled.css' with { type: 'text' };

adoptStyles(css);

export { ElsewhereView } from './elsewhere-view.tsx';
export { MissingView } from './missing-view.tsx';
export { SettledView } from './settled-view.tsx';
