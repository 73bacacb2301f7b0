// What the page keeps of what was typed: its own newest text first, and in the browser until the portal has it.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Draft, Outcome } from '../../../src/core/prompt.ts';
import type { PromptView } from '../../../src/protocol/view.ts';
import { findKeptWords } from '../../../web/prompt/find-kept-words.ts';
import { draftKeeper, type Store } from '../../../web/prompt/kept-drafts.ts';
import { PromptModel } from '../../../web/prompt/prompt-model.ts';
import { makePrompt } from '../../helpers/prompts.ts';
import { FakeEnvironment, type FakeLink, fakeLinks, makeOutcome, makeView, tellView } from './fakes.ts';

const ID = 'p0000001';
const asked = makePrompt({ kind: 'input' });
const timeout: Partial<Outcome> = { status: 'timeout', values: [], by: 'deadline' };

let stored: Map<string, string>;
const store: Store = {
  recall: (key) => stored.get(key) ?? null,
  remember: (key, value) => void stored.set(key, value),
  forget: (key) => void stored.delete(key),
  storedKeys: (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)),
};
const WEEK = 7 * 24 * 3_600_000;
const NOW = 2 * WEEK;
const keeperOf = (id: string) => draftKeeper(store, () => NOW, id);

/** A page of the prompt, as one that was just loaded. */
class PageOf {
  readonly environment = Object.assign(new FakeEnvironment(), { draftKeeper: keeperOf });
  readonly model: PromptModel;
  readonly link: FakeLink;

  constructor() {
    const { openLink, last } = fakeLinks();
    this.model = new PromptModel(ID, this.environment, openLink);
    this.link = last();
  }

  connect(draft: Draft | null = null, changes: Partial<PromptView> = {}): this {
    this.link.open();
    return this.show(draft, changes);
  }

  show(draft: Draft | null, changes: Partial<PromptView> = {}): this {
    tellView(this.link, makeView({ draft, ...changes }, asked));
    return this;
  }

  type(text: string): this {
    this.model.form.change((draft) => ({ ...draft, text }));
    return this;
  }

  settle(outcome: Partial<Outcome>): this {
    const view = this.model.view.value ?? makeView({}, asked);
    tellView(this.link, { ...view, status: 'settled', outcome: makeOutcome(outcome) });
    return this;
  }

  get words(): string | null {
    const { view, form, isMine } = this.model;
    return findKeptWords(view.value, form.draft, isMine.value)?.text ?? null;
  }
}

const wrote = (text: string): Draft => ({ values: [], text });
const settledView = (outcome: Partial<Outcome>): Partial<PromptView> => ({
  status: 'settled',
  outcome: makeOutcome(outcome),
});

beforeEach(() => {
  stored = new Map();
});

describe('the words on a page whose prompt is over', () => {
  test('are its own newest, though the portal has an older state of them', () => {
    const page = new PageOf().connect().type('one').show(wrote('one')).type('one, two').settle(timeout);
    assert.deepEqual(
      page.link.sentOf('draft').map(({ draft }) => draft?.text),
      ['one'],
    );
    assert.equal(page.words, 'one, two');
    assert.equal(new PageOf().connect(wrote('one'), settledView(timeout)).words, 'one, two', 'after a reload');
  });

  test('are those of the portal in a page that has none of its own', () => {
    assert.equal(new PageOf().connect(wrote('one'), settledView(timeout)).words, 'one');
  });

  test('are its own where another tab wrote over them and answered', () => {
    const page = new PageOf().connect().type('mine').show(wrote('mine')).show(wrote('theirs'));
    assert.equal(page.settle({ values: [], text: 'theirs', by: 'browser' }).words, 'mine');
  });

  test('are none where they were answered, here or elsewhere', () => {
    const page = new PageOf().connect().type('hello');
    assert.equal(page.settle({ values: [], text: 'hello there', by: 'terminal' }).words, null);
    const sent = new PageOf().connect().type('hello');
    sent.model.form.submit();
    const request_id = sent.link.sentOf('answer')[0]?.request_id ?? '';
    sent.link.receive({ type: 'accepted', request_id, remaining_ms: null });
    assert.equal(sent.settle({ values: [], text: 'something else', by: 'browser' }).words, null);
  });

  test('are there where no portal knows the prompt any more', () => {
    new PageOf().connect().type('lost');
    const page = new PageOf();
    page.link.open();
    page.link.receive({ type: 'unknown' });
    page.environment.pass(10_000);
    assert.deepEqual([page.model.presence.value, page.words], ['missing', 'lost']);
  });
});

describe('a draft that no portal has confirmed', () => {
  test('goes to the next portal that knows the prompt, from the next page too', () => {
    new PageOf().connect().type('one');
    const page = new PageOf().connect();
    assert.equal(page.model.form.draft.content.value.text, 'one');
    assert.deepEqual(
      page.link.sentOf('draft').map(({ draft }) => draft?.text),
      ['one'],
    );
    page.show(wrote('one'));
    assert.deepEqual([...stored], []);
  });

  test('is not put over what another tab wrote since', () => {
    new PageOf().connect(wrote('before')).type('one');
    const page = new PageOf().connect(wrote('after'));
    assert.equal(page.model.form.draft.content.value.text, 'after');
    assert.deepEqual(page.link.sentOf('draft'), []);
  });

  test('is kept for the last twenty prompts, a week at most', () => {
    const keep = (id: string, age: number) =>
      store.remember(`choice.draft.${id}`, JSON.stringify({ draft: wrote(id), seen: null, at: NOW - age }));
    keep('old', WEEK + 1);
    for (let count = 0; count < 25; count += 1) keep(`p${count}`, 1_000 * count);
    store.remember('choice.token', 'stays');
    keeperOf('new').write({ draft: wrote('new'), seen: null });
    assert.equal(stored.size, 21);
    assert.equal(store.recall('choice.token'), 'stays');
    assert.equal(keeperOf('p18').read()?.draft.text, 'p18');
    assert.equal(keeperOf('p19').read(), null);
  });

  test('is none where something else is stored under its name', () => {
    for (const text of ['{"draft":7}', 'null', '{}', 'no JSON']) {
      store.remember(`choice.draft.${ID}`, text);
      assert.equal(new PageOf().connect().words, null, text);
    }
  });
});
