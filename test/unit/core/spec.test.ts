// Every rule about what an asker may ask, and the one line that names the mend.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DAY, DEFAULT_TIMEOUT, HOUR, MAX_TIMEOUT, MINUTE } from '../../../src/core/limits.ts';
import { validateSpec } from '../../../src/core/spec.ts';

const valid = { kind: 'select', question: 'Deploy where?', options: [{ value: 'staging' }, { value: 'production' }] };
const options = (count: number, size = 1) =>
  Array.from({ length: count }, (_, index) => ({ value: String(index).padStart(size, 'x') }));

describe('validateSpec refuses', () => {
  const cases: [when: string, input: unknown, problem: string][] = [
    ['the prompt is null', null, 'the prompt must be an object with "question" and "options"'],
    ['the prompt is text', 'hi', 'the prompt must be an object with "question" and "options"'],
    ['the kind is missing', { question: 'q' }, 'field "kind" is missing; add it'],
    ['the kind is unknown', { ...valid, kind: 'poll' }, 'kind must be "select"'],
    ['the question is missing', { kind: 'select', options: [] }, 'field "question" is missing; add it'],
    ['the question is a number', { ...valid, question: 1 }, 'the question must be text'],
    ['the question is empty', { ...valid, question: '' }, 'the question is empty; write something there'],
    ['the question is blank', { ...valid, question: ' \n' }, 'the question is empty; write something there'],
    [
      'the question is too long',
      { ...valid, question: 'é'.repeat(2_049) },
      'the question is longer than 4096 bytes; shorten it',
    ],
    ['the question has a NUL', { ...valid, question: 'a\0b' }, 'the question contains a NUL byte; remove it'],
    [
      'the question has half a surrogate pair',
      { ...valid, question: 'a\ud83d' },
      'the question is not valid Unicode text; remove the broken character',
    ],
    ['a field is unknown', { ...valid, colour: 'red' }, 'unknown field "colour"; remove it'],
    [
      'a field has the name of an inherited one',
      { ...valid, constructor: 1 },
      'unknown field "constructor"; remove it',
    ],
    ['a field is called __proto__', JSON.parse('{"__proto__":1}'), 'field "kind" is missing; add it'],
    ['a field more is called __proto__', { ...valid, ['__proto__']: 1 }, 'unknown field "__proto__"; remove it'],
    ['there are no options', { ...valid, options: [] }, 'no options given; add at least one after the question'],
    ['the options are missing', { kind: 'select', question: 'q' }, 'field "options" is missing; add it'],
    ['the options are text', { ...valid, options: 'a' }, 'options must be a list'],
    ['there are 1,001 options', { ...valid, options: options(1_001) }, 'too many options; give at most 1000'],
    ['an option is text', { ...valid, options: ['a'] }, 'option 1 must be an object with "value"'],
    ['an option has no value', { ...valid, options: [{ label: 'A' }] }, 'option 1: field "value" is missing; add it'],
    [
      'an option has an unknown field',
      { ...valid, options: [{ value: 'a' }, { value: 'b', icon: 'x' }] },
      'option 2: unknown field "icon"; remove it',
    ],
    ['a value is a number', { ...valid, options: [{ value: 1 }] }, 'option 1: the value must be text'],
    ['a value is empty', { ...valid, options: [{ value: '' }] }, 'option 1: the value is empty; write something there'],
    [
      'a value is too long',
      { ...valid, options: [{ value: 'v'.repeat(1_025) }] },
      'option 1: the value is longer than 1024 bytes; shorten it',
    ],
    [
      'a label is 2 KiB long',
      { ...valid, options: [{ value: 'a' }, { value: 'b', label: 'l'.repeat(2_048) }] },
      'option 2: the label is longer than 1024 bytes; shorten it',
    ],
    [
      'a hint has a NUL',
      { ...valid, options: [{ value: 'a', hint: '\0' }] },
      'option 1: the hint contains a NUL byte; remove it',
    ],
    [
      'a value is given twice',
      { ...valid, options: [{ value: 'a' }, { value: 'a', label: 'Other' }] },
      'option "a" is given twice; every option value must be different',
    ],
    [
      'the fallback is unknown',
      { ...valid, fallback: 'prod' },
      'fallback "prod" is not one of the options; use one of: staging, production',
    ],
    [
      'the recommended value is unknown',
      { ...valid, recommended: '' },
      'recommended "" is not one of the options; use one of: staging, production',
    ],
    ['the fallback is a number', { ...valid, fallback: 1 }, 'fallback must be text'],
    [
      'there is a fallback and no deadline',
      { ...valid, timeout_ms: null, fallback: 'staging' },
      'a fallback needs a deadline; give a timeout, or leave the fallback out',
    ],
    [
      'the timeout is text',
      { ...valid, timeout_ms: '60' },
      'timeout must be a number of milliseconds, or null for none',
    ],
    ['the timeout is NaN', { ...valid, timeout_ms: NaN }, 'timeout must be a number of milliseconds, or null for none'],
    ['the timeout is a fraction', { ...valid, timeout_ms: 1_000.5 }, 'timeout must be whole milliseconds'],
    ['the timeout is 999 ms', { ...valid, timeout_ms: 999 }, 'timeout must be at least 1 s'],
    ['the timeout is over 30 days', { ...valid, timeout_ms: MAX_TIMEOUT + 1 }, 'timeout must be at most 30 d'],
    ['max-timeout is over 30 days', { ...valid, max_timeout_ms: 31 * DAY }, 'max-timeout must be at most 30 d'],
    [
      'max-timeout is shorter than timeout',
      { ...valid, timeout_ms: 2 * HOUR, max_timeout_ms: HOUR },
      'max-timeout (1 h) is shorter than timeout (2 h); raise max-timeout or lower timeout',
    ],
    [
      'max-timeout is shorter than the default timeout',
      { ...valid, max_timeout_ms: MINUTE },
      'max-timeout (60 s) is shorter than timeout (5 min); raise max-timeout or lower timeout',
    ],
    [
      'there is a max-timeout and no deadline',
      { ...valid, timeout_ms: null, max_timeout_ms: HOUR },
      'max-timeout needs a deadline; give a timeout, or leave max-timeout out',
    ],
    ['extendable is text', { ...valid, extendable: 'yes' }, 'extendable must be true or false'],
    [
      'the whole is too large for one message',
      { ...valid, options: options(1_000, 1_000) },
      'the prompt is larger than 1000000 bytes in all; give fewer or shorter options',
    ],
  ];
  for (const [when, input, problem] of cases) {
    test(`when ${when}, then it says how to mend it`, () =>
      assert.deepEqual(validateSpec(input), { ok: false, problem }));
  }

  test('when names and values are long or have many lines, then the problem stays one short line', () => {
    const ugly = `${'x\n'.repeat(400)}\u001b[31m`;
    for (const input of [
      { ...valid, [ugly]: 1 },
      { ...valid, fallback: ugly },
      { ...valid, options: [{ value: ugly }, { value: ugly }] },
      { ...valid, options: [{ value: 'a', [ugly]: 1 }] },
      { ...valid, options: [{ value: ugly }], fallback: 'a' },
    ]) {
      const checked = validateSpec(input);
      assert.ok(!checked.ok);
      assert.match(checked.problem, /^\P{Cc}{1,200}$/u);
    }
  });

  test('when the input is anything at all, then it never throws and says something', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }), (input) => {
        const checked = validateSpec(input);
        assert.ok(checked.ok || checked.problem.length > 0);
      }),
    );
  });
});

describe('validateSpec accepts', () => {
  const accept = (input: unknown) => {
    const checked = validateSpec(input);
    assert.ok(checked.ok, checked.ok ? '' : checked.problem);
    return checked.spec;
  };

  test('when only question and options are given, then the gaps are filled', () => {
    assert.deepEqual(accept(valid), {
      kind: 'select',
      question: 'Deploy where?',
      options: [
        { value: 'staging', label: 'staging' },
        { value: 'production', label: 'production' },
      ],
      timeout_ms: DEFAULT_TIMEOUT,
      max_timeout_ms: 24 * HOUR,
      extendable: true,
    });
  });

  test('when everything is given, then everything is kept', () => {
    const full = {
      kind: 'select',
      question: 'q',
      options: [{ value: ' a ', label: 'A', hint: 'first' }],
      timeout_ms: 1_000,
      max_timeout_ms: 1_000,
      extendable: false,
      fallback: ' a ',
      recommended: ' a ',
    };
    assert.deepEqual(accept(full), full);
  });

  const bounds: [when: string, input: object][] = [
    ['the question has 4,096 bytes', { question: 'é'.repeat(2_048) }],
    ['a label has 1,024 bytes', { options: [{ value: 'a', label: 'l'.repeat(1_024) }] }],
    ['there are 1,000 options', { options: options(1_000) }],
    ['the timeout is 1 s', { timeout_ms: 1_000 }],
    ['the timeout is 30 days', { timeout_ms: MAX_TIMEOUT }],
    [
      'two labels are alike',
      {
        options: [
          { value: 'a', label: 'L' },
          { value: 'b', label: 'L' },
        ],
      },
    ],
    ['text has pairs, bidi marks and line breaks', { question: '😀 \u202e\nsecond line' }],
    ['there is no bound although there is a timeout', { max_timeout_ms: null }],
  ];
  for (const [when, part] of bounds) {
    test(`when ${when}, then it passes`, () => void accept({ ...valid, ...part }));
  }

  test('when the timeout is longer than a day, then the bound on the whole life follows it', () => {
    assert.equal(accept({ ...valid, timeout_ms: 3 * DAY }).max_timeout_ms, 3 * DAY);
  });

  test('when there is no deadline, then there is no bound either', () => {
    assert.equal(accept({ ...valid, timeout_ms: null }).max_timeout_ms, null);
  });

  test('when a spec passed, then it passes again unchanged', () => {
    const text = fc
      .string({ minLength: 1, maxLength: 40 })
      .filter((value) => value.trim() !== '' && !value.includes('\0'));
    const input = fc.record(
      {
        kind: fc.constant('select'),
        question: text,
        options: fc.uniqueArray(fc.record({ value: text, label: text, hint: text }, { requiredKeys: ['value'] }), {
          minLength: 1,
          selector: (option) => option.value,
        }),
        timeout_ms: fc.option(fc.integer({ min: 1_000, max: MAX_TIMEOUT })),
        extendable: fc.boolean(),
      },
      { requiredKeys: ['kind', 'question', 'options'] },
    );
    fc.assert(
      fc.property(input, (raw) => {
        const spec = accept(raw);
        assert.deepEqual(accept(spec), spec);
        assert.deepEqual(accept(JSON.parse(JSON.stringify(spec))), spec);
      }),
    );
  });
});
