// Random names.
import { randomBytes } from 'node:crypto';

/** Crockford's base 32 in lower case: no i, l, o, u to misread. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function randomName(length: number): string {
  return [...randomBytes(length)].map((byte) => ALPHABET[byte & 31]).join('');
}

/** A prompt's id: 12 characters, 60 random bits. */
export function newPromptId(): string {
  return randomName(12);
}

/** A portal's name for its one run. */
export function newInstanceId(): string {
  return randomName(10);
}

/** Names one request, so that a repeat of it is applied once. */
export function newRequestId(): string {
  return randomName(16);
}
