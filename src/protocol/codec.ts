// Decodes untrusted text into a message, or into a named refusal. Never throws.
import * as v from 'valibot';
import { shorten } from '../core/text.ts';
import type { RefusalReason } from './refusal.ts';

export type Decoded<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly reason: RefusalReason; readonly detail: string; readonly request_id: string | null };

/** Parses `text` with the schema that `schemas` has for its `type`. `detail` names the invalid field. */
export function decode<T>(schemas: Readonly<Record<string, v.GenericSchema<unknown, T>>>, text: string): Decoded<T> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'bad_json', detail: 'not JSON', request_id: null };
  }
  const fields: { type?: unknown; request_id?: unknown } = typeof raw === 'object' && raw !== null ? raw : {};
  const request_id = typeof fields.request_id === 'string' ? fields.request_id : null;
  const type = typeof fields.type === 'string' ? fields.type : '';
  const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (!schema) return { ok: false, reason: 'unknown_type', detail: `type "${shorten(type)}"`, request_id };
  const parsed = v.safeParse(schema, raw, { abortEarly: true });
  if (parsed.success) return { ok: true, message: parsed.output };
  const [issue] = parsed.issues;
  const detail = shorten(`${v.getDotPath(issue) ?? type}: ${issue.message}`, 200);
  return { ok: false, reason: 'bad_message', detail, request_id };
}

/** A message as sent over the wire. */
export function encode(message: object): string {
  return JSON.stringify(message);
}
