// `choice schema`: the JSON Schema of a prompt agrees with what really checks one.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { validateSpec } from '../../src/core/validate.ts';
import { test } from '../helpers/attempts.ts';
import { makeHome, run } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Everything that the schema may use; `fits` knows all of it, so that nothing goes unjudged. */
const KEYWORDS = [
  ...['$schema', 'title', 'description', 'default'],
  ...['type', 'const', 'enum', 'anyOf', 'oneOf', 'properties', 'required', 'additionalProperties', 'items'],
  ...['minItems', 'maxItems', 'minimum', 'maximum'],
];

function fits(schema: Schema, value: unknown): boolean {
  for (const keyword of Object.keys(schema)) assert.ok(KEYWORDS.includes(keyword), `${keyword} is not known here`);
  return (
    (schema.type === undefined || hasType(schema.type, value)) &&
    (!('const' in schema) || schema.const === value) &&
    (schema.enum?.includes(value) ?? true) &&
    (schema.anyOf?.some((each) => fits(each, value)) ?? true) &&
    (schema.oneOf === undefined || schema.oneOf.filter((each) => fits(each, value)).length === 1) &&
    (typeof value !== 'number' || (value >= (schema.minimum ?? value) && value <= (schema.maximum ?? value))) &&
    (!Array.isArray(value) || fitsList(schema, value)) &&
    (typeof value !== 'object' || value === null || fitsObject(schema, value))
  );
}

function hasType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function fitsList({ items, minItems = 0, maxItems = Number.POSITIVE_INFINITY }: Schema, list: readonly unknown[]) {
  return list.length >= minItems && list.length <= maxItems && list.every((each) => !items || fits(items, each));
}

function fitsObject({ properties = {}, required = [], additionalProperties = true }: Schema, value: object): boolean {
  const names = Object.keys(value);
  return (
    required.every((name) => names.includes(name)) &&
    Object.entries(value).every(([name, each]) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return schema ? fits(schema, each) : additionalProperties;
    })
  );
}

const select = {
  kind: 'select',
  question: 'Where?',
  options: [{ value: 'a' }, { value: 'b', label: 'B', danger: true }],
};

describe('choice schema', () => {
  test('then it prints a JSON Schema of the four kinds, with its rules in words', async (t) => {
    const { code, stdout, stderr } = await run(makeHome(t), ['schema']);
    assert.deepEqual([code, stderr], [0, '']);
    const schema = JSON.parse(stdout);
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    const kinds: Schema[] = schema.oneOf;
    assert.deepEqual(
      kinds.map(({ properties }) => properties?.kind?.const),
      ['select', 'multi', 'confirm', 'input'],
    );
    assert.match(schema.oneOf[0].properties.question.description, /longer than 4096 bytes; .*NUL byte; .*is empty/);
    assert.equal(schema.oneOf[3].properties.max_length.default, 3_000);
    assert.match(schema.description, /fallback/);
  });

  test('then it agrees with what checks a prompt', async (t) => {
    const schema: Schema = JSON.parse((await runInProcess(makeHome(t), ['schema'])).stdout);
    const good: object[] = [
      select,
      { ...select, other: true, select: ['a'], recommended: 'b', fallback: 'a', timeout_ms: 1_000, body: '# Hi' },
      { ...select, timeout_ms: null, max_timeout_ms: null, extendable: false, hold: false },
      { ...select, kind: 'multi', min: 0, max: 2, select: ['a'] },
      { kind: 'confirm', question: 'Go on?', yes: 'Delete', no: 'Keep', danger: true },
      { kind: 'input', question: 'Version?', multiline: true, pattern: '\\d+', min_length: 0, max_length: 9 },
    ];
    const bad: unknown[] = [
      null,
      'hi',
      [],
      {},
      { ...select, kind: 'poll' },
      { ...select, question: undefined },
      { ...select, question: 7 },
      { ...select, options: [] },
      { ...select, options: ['a'] },
      { ...select, options: [{ label: 'A' }] },
      { ...select, options: [{ value: 'a', colour: 'red' }] },
      { ...select, options: Array.from({ length: 1_001 }, (_, index) => ({ value: `${index}` })) },
      { ...select, colour: 'red' },
      { ...select, timeout_ms: 999 },
      { ...select, timeout_ms: 1_000.5 },
      { ...select, timeout_ms: '5m' },
      { ...select, timeout_ms: 31 * 24 * 3_600_000 },
      { ...select, hold: 'yes' },
      { ...select, min: 1 },
      { ...select, kind: 'multi', max: 0 },
      { ...select, kind: 'confirm' },
      { kind: 'input', question: 'Version?', options: [] },
      { kind: 'input', question: 'Version?', max_length: 3_001 },
    ];
    for (const spec of good.map(throughJson)) {
      assert.deepEqual([validateSpec(spec).ok, fits(schema, spec)], [true, true], JSON.stringify(spec));
    }
    for (const spec of bad.map(throughJson)) {
      assert.deepEqual([validateSpec(spec).ok, fits(schema, spec)], [false, false], JSON.stringify(spec).slice(0, 200));
    }
  });
});

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
