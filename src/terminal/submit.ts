// Submits an answer, or reports why it cannot be submitted yet. Pure.
import { pickedDangers } from '../core/picks.ts';
import { findProblem } from '../protocol/tab-answer.ts';
import { type Form, type NoticeName, startNote } from './form.ts';
import { EMPTY } from './line-editor.ts';
import { type Step, stay } from './step.ts';

/** Submits the draft if it is valid and confirmed; dangerous options require typing their value first. */
export function submit(form: Form, again: NoticeName = 'enter_again'): Step {
  const { spec, draft, sure, typed } = form;
  const problem = findProblem(spec, draft);
  if (problem === 'note_missing') return stay({ ...startNote(form, null), notice: problem });
  if (problem !== null) return stay({ ...form, notice: problem });
  if (!sure) return stay({ ...form, sure: true, notice: again });
  const danger = pickedDangers(spec, draft).find(({ value }) => !typed.includes(value));
  if (danger) return stay({ ...form, mode: { type: 'danger', option: danger }, editor: EMPTY });
  return { form, effect: { type: 'submit', draft } };
}
