// What not every prompt needs: other kinds than the plain choice, notes, dangers.
import css from './fields.css' with { type: 'text' };
import { adoptStyles } from './part.ts';

adoptStyles(css);

export { ConfirmButtons } from './confirm-buttons.tsx';
export { DangerCheck } from './danger-check.tsx';
export { HoldButton } from './hold-button.tsx';
export { MultiTools } from './multi-tools.tsx';
export { AnswerNote, OptionNote } from './notes.tsx';
export { OtherRow } from './other-row.tsx';
export { TextAnswer } from './text-answer.tsx';
