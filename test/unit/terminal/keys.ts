// Forms and keys for the tests of the terminal.
import kleur from 'kleur';
import type { PromptSpecInput } from '../../../src/core/spec.ts';
import { type Form, openForm } from '../../../src/terminal/form.ts';
import type { Key } from '../../../src/terminal/keyboard.ts';
import { reduce } from '../../../src/terminal/reduce.ts';
import type { Effect, Step, Surroundings } from '../../../src/terminal/step.ts';
import { makeSpec } from '../../helpers/prompts.ts';

// Colours would only hide what the tests look at; the ones that are about colours turn them on.
kleur.enabled = false;

const AROUND: Surroundings = { page: 5, bodyPage: 3, bodyLast: 10, waiting: 'no' };

/** `ctrl+c`, `alt+return`, `up`; anything of one character is typed. */
export function key(name: string): Key {
  const [plain = '', modifier] = name.length > 1 ? name.split('+').reverse() : [name];
  const isTyped = name.length === 1 || [...name].length === 1;
  return {
    name: plain === ' ' ? 'space' : plain.toLowerCase(),
    text: isTyped ? name : '',
    ctrl: modifier === 'ctrl',
    alt: modifier === 'alt',
  };
}

export function paste(text: string): Key {
  return { name: 'paste', text, ctrl: false, alt: false };
}

/** The form of a prompt; the options are `a`, `b` and `c` unless given. */
export function formOf(input: Partial<PromptSpecInput> = {}): Form {
  const { kind = 'select' } = input;
  const options = kind === 'select' || kind === 'multi' ? [{ value: 'a' }, { value: 'b' }, { value: 'c' }] : undefined;
  return openForm(makeSpec({ question: 'Pick one', ...(options && { options }), ...input }), null);
}

/** Presses `keys` one after the other; gives the form and every effect on the way. */
export function press(form: Form, keys: readonly (string | Key)[], around: Partial<Surroundings> = {}) {
  const effects: Effect[] = [];
  let step: Step = { form, effect: null };
  for (const each of keys) {
    step = reduce(step.form, typeof each === 'string' ? key(each) : each, { ...AROUND, ...around });
    if (step.effect) effects.push(step.effect);
  }
  return { form: step.form, effects };
}
