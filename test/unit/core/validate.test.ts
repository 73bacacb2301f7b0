// Every rule about what an asker may ask, and the one line that names the mend.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DAY, DEFAULT_TIMEOUT, HOUR, MAX_TIMEOUT, MINUTE } from '../../../src/core/limits.ts';
import { toInput } from '../../../src/core/spec-input.ts';
import { validateSpec } from '../../../src/core/validate.ts';

const valid = { kind: 'select', question: 'Deploy where?', options: [{ value: 'staging' }, { value: 'production' }] };
const multi = { ...valid, kind: 'multi' };
const confirm = { kind: 'confirm', question: 'Go on?' };
const input = { kind: 'input', question: 'Which version?' };
const dangerous = { options: [{ value: 'staging' }, { value: 'production', danger: true }] };
const options = (count: number, size = 1) =>
  Array.from({ length: count }, (_, index) => ({ value: String(index).padStart(size, 'x') }));

describe('validateSpec refuses', () => {
  const cases: [when: string, input: unknown, problem: string][] = [
    ['the prompt is null', null, 'the prompt must be an object with "kind" and "question"'],
    ['the prompt is text', 'hi', 'the prompt must be an object with "kind" and "question"'],
    ['the prompt is a number', 3, 'the prompt must be an object with "kind" and "question"'],
    ['the kind is missing', { question: 'q' }, 'kind must be one of: select, multi, confirm, input'],
    ['the kind is unknown', { ...valid, kind: 'poll' }, 'kind must be one of: select, multi, confirm, input'],
    ['the question is missing', { kind: 'select', options: [] }, 'field "question" is missing; add it'],
    ['the question is a number', { ...valid, question: 1 }, 'the question must be text'],
    ['the question is empty', { ...valid, question: '' }, 'the question is empty; give it some text'],
    ['the question is blank', { ...valid, question: ' \n' }, 'the question is empty; give it some text'],
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
    ['the note rule is unknown', { ...valid, note: 'never' }, 'note must be one of: optional, required, for-no'],
    [
      'a select wants a note for a no',
      { ...valid, note: 'for-no' },
      'note "for-no" is for a confirm only; use required or optional',
    ],
    ['a field is unknown', { ...valid, colour: 'red' }, 'unknown field "colour"; remove it'],
    [
      'a field has the name of an inherited one',
      { ...valid, constructor: 1 },
      'unknown field "constructor"; remove it',
    ],
    [
      'the only field is called __proto__',
      JSON.parse('{"__proto__":{"kind":"select"}}'),
      'kind must be one of: select, multi, confirm, input',
    ],
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
    ['a value is empty', { ...valid, options: [{ value: '' }] }, 'option 1: the value is empty; give it some text'],
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
      'timeout_ms must be a number of milliseconds, or null for none',
    ],
    [
      'the timeout is NaN',
      { ...valid, timeout_ms: NaN },
      'timeout_ms must be a number of milliseconds, or null for none',
    ],
    ['the timeout is a fraction', { ...valid, timeout_ms: 1_000.5 }, 'timeout_ms must be whole milliseconds'],
    ['the timeout is 999 ms', { ...valid, timeout_ms: 999 }, 'timeout_ms must be at least 1 s'],
    ['the timeout is over 30 days', { ...valid, timeout_ms: MAX_TIMEOUT + 1 }, 'timeout_ms must be at most 30 d'],
    ['max-timeout is over 30 days', { ...valid, max_timeout_ms: 31 * DAY }, 'max_timeout_ms must be at most 30 d'],
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
      'the prompt is larger than 1000000 bytes in total; give fewer or shorter options',
    ],
  ];
  const ofKinds: [when: string, input: unknown, problem: string][] = [
    ['the body is a number', { ...valid, body: 1 }, 'the body must be text'],
    ['the body has a NUL', { ...valid, body: 'a\0' }, 'the body contains a NUL byte; remove it'],
    [
      'the body is over 64 KiB',
      { ...valid, body: 'é'.repeat(32_769) },
      'the body is longer than 65536 bytes; shorten it',
    ],
    ['hold is text', { ...valid, hold: 'no' }, 'hold must be true or false'],

    ['a select has a min', { ...valid, min: 1 }, 'unknown field "min"; remove it'],
    ['other is text', { ...valid, other: 'Else' }, 'other must be true or false'],
    ['select is text', { ...valid, select: 'staging' }, 'select must be a list of values'],
    ['select holds a number', { ...valid, select: [0] }, 'select must be text'],
    [
      'select is unknown',
      { ...valid, select: ['prod'] },
      'select "prod" is not one of the options; use one of: staging, production',
    ],
    [
      'two options of a select are preselected',
      { ...valid, select: ['staging', 'production'] },
      'select is given more than once; only one option can be picked',
    ],
    [
      'an option is preselected twice',
      { ...multi, select: ['staging', 'staging'] },
      'select "staging" is given twice; give it once',
    ],
    [
      'danger is text',
      { ...valid, options: [{ value: 'a', danger: 'yes' }] },
      'option 1: danger must be true or false',
    ],
    [
      'the fallback is dangerous',
      { ...valid, ...dangerous, fallback: 'production' },
      'fallback "production" is dangerous; a human must choose it',
    ],
    [
      'the fallback of several options is dangerous',
      { ...multi, ...dangerous, fallback: 'production' },
      'fallback "production" is dangerous; a human must choose it',
    ],
    [
      'a dangerous option is preselected',
      { ...valid, ...dangerous, select: ['production'] },
      'select "production" is dangerous; a human must choose it',
    ],
    [
      'a dangerous option is preselected among several',
      { ...multi, ...dangerous, select: ['staging', 'production'] },
      'select "production" is dangerous; a human must choose it',
    ],

    ['a multi takes another answer', { ...multi, other: true }, 'unknown field "other"; remove it'],
    ['min is negative', { ...multi, min: -1 }, 'min must be at least 0'],
    ['min is a fraction', { ...multi, min: 1.5 }, 'min must be a whole number'],
    ['min is text', { ...multi, min: '1' }, 'min must be a number'],
    ['min is over 1,000', { ...multi, min: 1_001 }, 'min must be at most 1000'],
    ['max is zero', { ...multi, max: 0 }, 'max must be at least 1'],
    ['max is over 1,000', { ...multi, max: 1_001 }, 'max must be at most 1000'],
    ['min is above max', { ...multi, min: 2, max: 1 }, 'min (2) is more than can be picked (1); lower min'],
    [
      'min is above the number of options',
      { ...multi, min: 3, max: 9 },
      'min (3) is more than can be picked (2); lower min',
    ],
    [
      'more are preselected than may be picked',
      { ...multi, max: 1, select: ['staging', 'production'] },
      'select is given more than 1 time; leave some out',
    ],
    [
      'the one fallback is fewer than min',
      { ...multi, min: 2, fallback: 'staging' },
      'a fallback is one value, but min is 2; lower min or leave the fallback out',
    ],
    [
      'the fallback of several options is unknown',
      { ...multi, fallback: 'prod' },
      'fallback "prod" is not one of the options; use one of: staging, production',
    ],

    ['a confirm has options', { ...confirm, options: [{ value: 'a' }] }, 'unknown field "options"; remove it'],
    ['yes is empty', { ...confirm, yes: ' ' }, 'the label of yes is empty; give it some text'],
    ['no is a number', { ...confirm, no: 0 }, 'the label of no must be text'],
    [
      'yes is too long',
      { ...confirm, yes: 'y'.repeat(1_025) },
      'the label of yes is longer than 1024 bytes; shorten it',
    ],
    ['danger of a confirm is text', { ...confirm, danger: 'yes' }, 'danger must be true or false'],
    [
      'the fallback of a confirm is neither yes nor no',
      { ...confirm, fallback: 'Yes' },
      'fallback "Yes" is not one of the options; use one of: yes, no',
    ],
    [
      'the fallback of a confirm is a dangerous yes',
      { ...confirm, danger: true, fallback: 'yes' },
      'fallback "yes" is dangerous; a human must choose it',
    ],
    [
      'a dangerous yes is preselected',
      { ...confirm, danger: true, select: ['yes'] },
      'select "yes" is dangerous; a human must choose it',
    ],
    [
      'a confirm recommends neither yes nor no',
      { ...confirm, recommended: 'maybe' },
      'recommended "maybe" is not one of the options; use one of: yes, no',
    ],

    ['an input has options', { ...input, options: [] }, 'unknown field "options"; remove it'],
    ['an input has a preselection', { ...input, select: [] }, 'unknown field "select"; remove it'],
    ['an input has a recommendation', { ...input, recommended: 'a' }, 'unknown field "recommended"; remove it'],
    ['multiline is text', { ...input, multiline: 'yes' }, 'multiline must be true or false'],
    ['the placeholder is a number', { ...input, placeholder: 1 }, 'the placeholder must be text'],
    [
      'the initial text has several lines and the input one',
      { ...input, initial: 'a\nb' },
      'the initial text has several lines; add multiline',
    ],
    [
      'the initial text is too long',
      { ...input, initial: 'x'.repeat(12_001) },
      'the initial text is longer than 12000 bytes; shorten it',
    ],
    [
      'the pattern is broken',
      { ...input, pattern: '(' },
      'the pattern "(" is not a valid regular expression; correct it',
    ],
    [
      'the pattern is whole only inside parentheses',
      { ...input, pattern: 'a)|(?:b' },
      'the pattern "a)|(?:b" is not a valid regular expression; correct it',
    ],
    ['the pattern is empty', { ...input, pattern: '' }, 'the pattern is empty; give it some text'],
    [
      'the pattern is too long',
      { ...input, pattern: 'a'.repeat(1_025) },
      'the pattern is longer than 1024 bytes; shorten it',
    ],
    [
      'the message of the pattern is empty',
      { ...input, pattern: 'a', pattern_message: '' },
      'the pattern message is empty; give it some text',
    ],
    ['min-length is negative', { ...input, min_length: -1 }, 'min-length must be at least 0'],
    ['max-length is zero', { ...input, max_length: 0 }, 'max-length must be at least 1'],
    ['max-length is over 3,000', { ...input, max_length: 3_001 }, 'max-length must be at most 3000'],
    [
      'min-length is above max-length',
      { ...input, min_length: 5, max_length: 4 },
      'min-length (5) is more than max-length (4); lower it',
    ],
    ...['a\nb', '', 'ab', 'abcde', 'ABC'].map((fallback): [string, unknown, string] => [
      `the fallback of an input is ${JSON.stringify(fallback)} and does not fit`,
      { ...input, min_length: 3, max_length: 4, pattern: '[a-z]+', fallback },
      `fallback "${fallback.replace('\n', ' ')}" does not fit the input; use a text that does`,
    ]),
    [
      'an input has a fallback and no deadline',
      { ...input, timeout_ms: null, fallback: 'a' },
      'a fallback needs a deadline; give a timeout, or leave the fallback out',
    ],
  ];
  for (const [when, given, problem] of [...cases, ...ofKinds]) {
    test(`when ${when}, then it says how to correct it`, () =>
      assert.deepEqual(validateSpec(given), { ok: false, problem }));
  }

  test('when names and values are long or have many lines, then the problem stays one short line', () => {
    const ugly = `${'x\n'.repeat(400)}\u001b[31m`;
    for (const given of [
      { ...valid, [ugly]: 1 },
      { ...valid, fallback: ugly },
      { ...valid, options: [{ value: ugly }, { value: ugly }] },
      { ...valid, options: [{ value: 'a', [ugly]: 1 }] },
      { ...valid, options: [{ value: ugly }], fallback: 'a' },
      { ...valid, select: [ugly] },
      { ...valid, options: [{ value: ugly, danger: true }], select: [ugly] },
      { ...input, pattern: `(${ugly}` },
      { ...input, fallback: ugly },
    ]) {
      const checked = validateSpec(given);
      assert.ok(!checked.ok);
      assert.match(checked.problem, /^\P{Cc}{1,200}$/u);
    }
  });

  test('when the input is anything at all, then it never throws and says something', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }), (given) => {
        const checked = validateSpec(given);
        assert.ok(checked.ok || checked.problem.length > 0);
      }),
    );
  });
});

describe('validateSpec accepts', () => {
  const accept = (given: unknown) => {
    const checked = validateSpec(given);
    assert.ok(checked.ok, checked.ok ? '' : checked.problem);
    return checked.spec;
  };

  const gaps = { timeout_ms: DEFAULT_TIMEOUT, max_timeout_ms: 24 * HOUR, extendable: true, hold: true };

  test('when only question and options are given, then the gaps are filled', () => {
    assert.deepEqual(accept(valid), {
      kind: 'select',
      question: 'Deploy where?',
      options: [
        { value: 'staging', label: 'staging' },
        { value: 'production', label: 'production' },
      ],
      select: [],
      other: false,
      ...gaps,
    });
  });

  test('when a multi says nothing more, then at least one and at most all are picked', () => {
    const { options } = accept(valid);
    const question = multi.question;
    assert.deepEqual(accept(multi), { kind: 'multi', question, options, select: [], min: 1, max: 2, ...gaps });
    assert.deepEqual(accept({ ...multi, min: 0, max: 99 }), {
      kind: 'multi',
      question,
      options,
      select: [],
      min: 0,
      max: 2,
      ...gaps,
    });
  });

  test('when a confirm says nothing more, then its options are yes and no, with labels', () => {
    assert.deepEqual(accept(confirm), {
      kind: 'confirm',
      question: 'Go on?',
      options: [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ],
      select: [],
      ...gaps,
    });
  });

  test('when a confirm has labels and a danger, then only yes is dangerous and the values stay', () => {
    const spec = accept({ ...confirm, yes: 'Delete', no: 'Keep', danger: true, fallback: 'no', select: ['no'] });
    assert.deepEqual(spec.options, [
      { value: 'yes', label: 'Delete', danger: true },
      { value: 'no', label: 'Keep' },
    ]);
    assert.ok(!('yes' in spec) && !('no' in spec) && !('danger' in spec));
  });

  test('when an input says nothing more, then it is one line of 1 to 3,000 characters', () => {
    assert.deepEqual(accept(input), {
      kind: 'input',
      question: 'Which version?',
      options: [],
      select: [],
      multiline: false,
      min_length: 1,
      max_length: 3_000,
      ...gaps,
    });
  });

  test('when an option is dangerous, then it says so; when it is not, then it says nothing', () => {
    const { options } = accept({ ...valid, ...dangerous, fallback: 'staging', recommended: 'production' });
    assert.deepEqual(options, [
      { value: 'staging', label: 'staging' },
      { value: 'production', label: 'production', danger: true },
    ]);
  });

  test('when fields come in another order, then the spec is the same text: keys compare it', () => {
    const turned = Object.fromEntries(Object.entries({ ...valid, fallback: 'staging', body: 'b' }).reverse());
    assert.equal(JSON.stringify(accept(turned)), JSON.stringify(accept({ body: 'b', fallback: 'staging', ...valid })));
  });

  test('when everything is given, then everything is kept', () => {
    const full = {
      kind: 'select',
      question: 'q',
      body: '# Title\r\n\ttext \n',
      options: [{ value: ' a ', label: 'A', hint: 'first' }],
      timeout_ms: 1_000,
      max_timeout_ms: 1_000,
      extendable: false,
      hold: false,
      fallback: ' a ',
      recommended: ' a ',
      select: [' a '],
      other: true,
    };
    assert.deepEqual(accept(full), full);
    const { other: _, ...rest } = full;
    assert.deepEqual(accept({ ...rest, kind: 'multi', min: 0, max: 1 }), { ...rest, kind: 'multi', min: 0, max: 1 });
  });

  test('when everything of an input is given, then everything is kept', () => {
    const full = {
      kind: 'input',
      question: 'q',
      multiline: true,
      placeholder: '1.2.3',
      initial: '1.0.0\n',
      pattern: '[\\d.\\n]*',
      pattern_message: 'digits and dots',
      min_length: 0,
      max_length: 20,
      fallback: '',
      ...gaps,
    };
    assert.deepEqual(accept(full), { ...full, options: [], select: [] });
  });

  const bounds: [when: string, part: object][] = [
    ['the body has 64 KiB', { body: 'é'.repeat(32_768) }],
    ['the body is empty', { body: '' }],
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

  for (const fallback of ['abc', 'abcd', '😀'.repeat(3)]) {
    test(`when the fallback of an input is "${fallback}" and fits, then it passes`, () => {
      accept({ ...input, min_length: 3, max_length: 4, pattern: '[a-z😀]+', fallback });
    });
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
    const anySpec = fc.record(
      {
        kind: fc.constantFrom('select', 'multi'),
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
      fc.property(anySpec, (raw) => {
        const spec = accept(raw);
        assert.deepEqual(accept(spec), spec);
        assert.deepEqual(accept(JSON.parse(JSON.stringify(spec))), spec);
      }),
    );
  });
});

describe('a spec that was stored', () => {
  const cases: readonly object[] = [
    valid,
    { ...valid, note: 'required', fallback: 'staging', max_timeout_ms: null, other: true },
    { ...valid, timeout_ms: null },
    { ...valid, kind: 'multi', min: 0, max: 1, select: ['staging'] },
    confirm,
    { ...confirm, danger: true, yes: 'Drop it', no: 'Keep it', note: 'for-no', fallback: 'no', body: '# Why' },
    input,
    { ...input, multiline: true, pattern: 'v.*', pattern_message: 'like v1', min_length: 0, initial: 'v' },
  ];
  for (const raw of cases) {
    test(`when ${JSON.stringify(raw)} is validated again, then it is the same spec`, () => {
      const first = validateSpec(raw);
      assert.ok(first.ok);
      assert.deepEqual(validateSpec(toInput(JSON.parse(JSON.stringify(first.spec)))), first);
    });
  }

  test('when it was changed by hand, then it is refused', () => {
    const first = validateSpec(confirm);
    assert.ok(first.ok);
    for (const change of [
      { options: 'none' },
      { options: [{}] },
      { kind: 'vote' },
      { timeout_ms: 'soon' },
      { extra: 1 },
    ])
      assert.equal(validateSpec(toInput({ ...first.spec, ...change })).ok, false, JSON.stringify(change));
  });
});

describe('the note rule', () => {
  test('when it is optional, then the spec is the same as without it, so that a key of an earlier version still fits', () => {
    assert.deepEqual(validateSpec({ ...valid, note: 'optional' }), validateSpec(valid));
  });

  test('when every answer needs a note, then a fallback does not', () => {
    assert.ok(validateSpec({ ...input, note: 'required', fallback: 'v1' }).ok);
    assert.ok(validateSpec({ ...confirm, note: 'for-no', fallback: 'no' }).ok);
  });
});
