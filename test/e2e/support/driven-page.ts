// The page in a browser that is driven by a W3C protocol, in the words of a human: what to press, what to read.
import assert from 'node:assert/strict';
import { eventually } from '../../helpers/choice.ts';
import type { DrivenTab } from './driven.ts';

/** Keys that are not what they write, by the private code points of both protocols. */
const KEYS = { Tab: '\uE004', Enter: '\uE007', Control: '\uE009', ArrowDown: '\uE015' } as const;

export type Key = keyof typeof KEYS;

/** Notes from now on what the page complains of. */
const WATCH = `(() => {
  if (window.complaints) return;
  window.complaints = [];
  const note = (...words) => window.complaints.push(words.map(String).join(' '));
  for (const level of ['error', 'warn']) console[level] = (...words) => note('console:', ...words);
  addEventListener('error', ({ message, target }) => note('uncaught:', message ?? target.outerHTML), true);
  addEventListener('unhandledrejection', ({ reason }) => note('unhandled:', reason));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
    note('content security policy:', violatedDirective, blockedURI, sample));
})()`;

export class DrivenPage {
  /** Errors and warnings of the page before its last load. */
  readonly #complaints: string[] = [];
  readonly #tab: DrivenTab;

  constructor(tab: DrivenTab) {
    this.#tab = tab;
  }

  async open(url: URL | string): Promise<void> {
    await this.#tab.go(String(url));
    await this.#tab.read(WATCH);
  }

  async reload(): Promise<void> {
    await this.readComplaints();
    await this.#tab.reload();
    await this.#tab.read(WATCH);
  }

  /** What the page complained of so far, but for while it was being loaded. */
  async readComplaints(): Promise<readonly string[]> {
    this.#complaints.push(...(await this.#tab.read<string[]>('window.complaints.splice(0)')));
    return this.#complaints;
  }

  turnTo(): Promise<void> {
    return this.#tab.turnTo();
  }

  read<T>(expression: string): Promise<T> {
    return this.#tab.read<T>(expression);
  }

  /** Waits until `expression` gives what equals `wanted`. */
  async shows(expression: string, wanted: unknown): Promise<void> {
    let shown: unknown;
    await eventually(
      async () => {
        shown = await this.read(expression);
        return JSON.stringify(shown) === JSON.stringify(wanted);
      },
      `${expression}: ${JSON.stringify(wanted)}`,
    ).catch((error) => assert.fail(`${error.message}; it was ${JSON.stringify(shown)}`));
  }

  /** Waits until there is an element `selector` with the text `text`, or with any. */
  async has(selector: string, text: string | null = null): Promise<void> {
    await this.shows(`${find(selector, text)} !== undefined`, true);
  }

  /** Waits until input counts. */
  async live(): Promise<void> {
    await this.has('[data-live=true] .prompt-form');
  }

  /** Presses the pointer on the first element `selector` with the text `text`, or with any, once that takes input. */
  async click(selector: string, text: string | null = null): Promise<void> {
    await this.live();
    let at: [number, number] | string = '';
    await eventually(
      async () => {
        at = await this.read<[number, number] | string>(locate(selector, text));
        return typeof at !== 'string';
      },
      `a click on ${selector} ${text ?? ''}`,
    ).catch((error) => assert.fail(`${error.message}: ${at}`));
    const [x, y] = at;
    const actions = [
      { type: 'pointerMove', x, y, origin: 'viewport' },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#tab.perform([{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }]);
  }

  /** Presses the keys that write `text`, where the focus is, once the page takes input. */
  async type(text: string): Promise<void> {
    await this.live();
    await this.#stroke([...text].flatMap((value) => [down(value), up(value)]));
  }

  /** Presses a key that writes nothing, and holds the ones of `held` meanwhile. */
  async press(key: Key, ...held: readonly Key[]): Promise<void> {
    await this.live();
    const values = [...held, key].map((name) => KEYS[name]);
    await this.#stroke([...values.map(down), ...values.reverse().map(up)]);
  }

  #stroke(actions: readonly object[]): Promise<void> {
    return this.#tab.perform([{ type: 'key', id: 'keyboard', actions }]);
  }
}

const down = (value: string) => ({ type: 'keyDown', value });
const up = (value: string) => ({ type: 'keyUp', value });

/** An expression for the first element `selector` with the text `text`, or with any; undefined without one. */
function find(selector: string, text: string | null): string {
  const isWanted = text === null ? '() => true' : `({ textContent }) => textContent.trim() === ${JSON.stringify(text)}`;
  return `[...document.querySelectorAll(${JSON.stringify(selector)})].find(${isWanted})`;
}

/** An expression for where to press that element, or for why it cannot be pressed. */
function locate(selector: string, text: string | null): string {
  return `(() => {
    const element = ${find(selector, text)};
    if (!element) return 'it is not there';
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const at = [Math.round(left + width / 2), Math.round(top + height / 2)];
    const hit = document.elementFromPoint(...at);
    return hit && element.contains(hit) ? at : 'it is covered by ' + (hit?.outerHTML.slice(0, 200) ?? 'nothing');
  })()`;
}
