// Applies a key to the form. Pure: returns the new form and an effect for the caller to carry out.
import { type Form, goBack, type Left, noteText } from './form.ts';
import type { Key } from './keyboard.ts';
import { editorOf } from './line-editor.ts';
import { reduceChoosing } from './reduce-choosing.ts';
import { reduceTyping } from './reduce-typing.ts';
import { type Step, type Surroundings, stay } from './step.ts';

/** Applies one key. */
export function reduce(form: Form, key: Key, around: Surroundings): Step {
  const always = reduceAlways(form, key);
  if (always) return always;
  if (around.waiting !== 'no') {
    const takesBack = key.name === 'escape' && around.waiting === 'queued';
    return { form, effect: takesBack ? { type: 'withdraw' } : null };
  }
  const quiet = form.notice === null ? form : { ...form, notice: null };
  if (key.ctrl && key.name === 'x' && quiet.mode.type !== 'cancel' && quiet.mode.type !== 'reason')
    return stay({ ...quiet, mode: { type: 'cancel', back: { mode: quiet.mode, editor: quiet.editor } } });
  switch (quiet.mode.type) {
    case 'choose':
      return reduceChoosing(quiet, key, around);
    case 'cancel':
      return reduceCancel(quiet, quiet.mode.back, key);
    default:
      return reduceTyping(quiet, quiet.mode, key, around);
  }
}

function reduceCancel(form: Form, back: Left, { text }: Key): Step {
  switch (text.toLowerCase()) {
    case 'y':
      return { form: goBack(form, back), effect: { type: 'cancel' } };
    case 'r':
      return stay({ ...form, mode: { type: 'reason', back }, editor: editorOf(noteText(form.draft, null)) });
    default:
      return stay(goBack(form, back));
  }
}

/**
 * Like `reduce`, for one of several keys in a single read: pasted without paste markers, or typed ahead. It moves and
 * edits, but does not answer, cancel or extend.
 */
export function reduceInBurst(form: Form, key: Key, around: Surroundings): Step {
  const step = reduce(form, key, around);
  const isAnswer = step.effect?.type === 'submit' || (step.form.mode.type === 'danger' && form.mode.type !== 'danger');
  const again = form.spec.kind === 'input' && form.spec.multiline ? 'submit_again' : 'enter_again';
  if (isAnswer) return { form: { ...form, notice: again }, effect: null };
  return step.effect?.type === 'cancel' || step.effect?.type === 'extend' ? { form, effect: null } : step;
}

/** True for Ctrl-C and Ctrl-Z, which end or stop a command in every program and so count at any time. */
export function isSignalKey({ name, ctrl }: Key): boolean {
  return ctrl && (name === 'c' || name === 'z');
}

/** Keys that the terminal driver or the shell would handle outside raw mode. */
function reduceAlways(form: Form, { name, ctrl }: Key): Step | null {
  if (!ctrl) return null;
  if (name === 'c') return { form, effect: { type: 'interrupt' } };
  if (name === 'z') return { form, effect: { type: 'suspend' } };
  return name === 'l' ? { form, effect: { type: 'repaint' } } : null;
}
