// Prompts by id in the order of their insertion, with the size of what their specs keep in memory.
import type { Prompt } from './prompt.ts';
import type { PromptSpec } from './spec.ts';

export class PromptMap {
  readonly #prompts = new Map<string, Prompt>();
  #length = 0;

  /** Characters of all specs as JSON. */
  get specLength(): number {
    return this.#length;
  }

  get size(): number {
    return this.#prompts.size;
  }

  get(id: string): Prompt | undefined {
    return this.#prompts.get(id);
  }

  /** Replaces the prompt of the same id, whose place in the order it keeps. */
  set(prompt: Prompt): void {
    const before = this.#prompts.get(prompt.id);
    this.#length += specLength(prompt.spec) - (before ? specLength(before.spec) : 0);
    this.#prompts.set(prompt.id, prompt);
  }

  delete(id: string): void {
    const prompt = this.#prompts.get(id);
    if (prompt) this.#length -= specLength(prompt.spec);
    this.#prompts.delete(id);
  }

  values(): IterableIterator<Prompt> {
    return this.#prompts.values();
  }
}

/** Specs are immutable, and every later state of a prompt has the same one. */
const lengths = new WeakMap<PromptSpec, number>();

/** Characters of `spec` as JSON. */
export function specLength(spec: PromptSpec): number {
  const known = lengths.get(spec);
  if (known !== undefined) return known;
  const length = JSON.stringify(spec).length;
  lengths.set(spec, length);
  return length;
}
