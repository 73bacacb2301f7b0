// Random identifiers.
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

/** Identifies one run of a portal. */
export function newInstanceId(): string {
  return randomName(10);
}

/** Identifies one request, so that a repeated one is applied once. */
export function newRequestId(): string {
  return randomName(16);
}
