// Schemas of the fields that several messages share.
import * as v from 'valibot';
import { isJobUrl, MAX_FROM_PATH, MAX_FROM_TEXT } from '../core/asked-from.ts';
import { MAX_LABEL_BYTES, MAX_NOTE_BYTES, MAX_OPTIONS, MAX_TIMEOUT } from '../core/limits.ts';
import { cutText, isWellFormed } from '../core/text.ts';

export const IdSchema = v.pipe(v.string(), v.regex(/^[0-9a-z]{8,32}$/, 'not a prompt id'));
export const RequestIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
export const DurationSchema = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(MAX_TIMEOUT));
/** How far an extension moves the deadline: whole ms, at least one second. */
export const ExtensionSchema = v.pipe(v.number(), v.integer(), v.minValue(1_000), v.maxValue(MAX_TIMEOUT));

export const MAX_KEY_LENGTH = 256;
/** Identifies a prompt across runs of the same script. */
export const KeySchema = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_KEY_LENGTH));

/** Opaque; equal for all prompts of one script. */
export const SourceSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'not the name of a source'));

/** Typed text must survive output unchanged: as valid UTF-8, and as a single record of `--print0`. */
export const TypedSchema = v.pipe(
  v.string(),
  v.check(isWellFormed, 'is not valid Unicode text; remove the broken character'),
  v.check((value) => !value.includes('\0'), 'contains a NUL byte; remove it'),
);

const fromText = (length: number) =>
  v.pipe(
    TypedSchema,
    v.minLength(1),
    v.check((text) => cutText(text, length) === text, `is longer than ${length} characters`),
  );
/** The name that a caller gives itself. */
export const FromNameSchema = fromText(MAX_FROM_TEXT);
const from_text = v.exactOptional(FromNameSchema);

/** Who asks, as the asker says. */
export const AskedFromSchema = v.strictObject({
  name: from_text,
  command: v.exactOptional(fromText(MAX_FROM_PATH)),
  cwd: v.exactOptional(fromText(MAX_FROM_PATH)),
  host: from_text,
  user: from_text,
  git: v.exactOptional(v.strictObject({ repo: FromNameSchema, branch: from_text })),
  ci: v.exactOptional(
    v.strictObject({
      provider: FromNameSchema,
      job: from_text,
      url: v.exactOptional(v.pipe(v.string(), v.check(isJobUrl, 'is not an http or https URL without credentials'))),
    }),
  ),
  agent: v.exactOptional(v.strictObject({ client: FromNameSchema, session: from_text })),
});
/** Of a device path or an address: characters. */
const MAX_DEVICE_LENGTH = 64;

const ValueSchema = v.pipe(v.string(), v.maxLength(MAX_LABEL_BYTES));
export const NoteSchema = v.pipe(TypedSchema, v.maxLength(MAX_NOTE_BYTES));
/** Notes by option value. Not `v.record`, which silently drops the keys `constructor`, `prototype` and `__proto__`. */
export const NotesSchema = v.custom<Record<string, string>>(
  (input) =>
    typeof input === 'object' &&
    input !== null &&
    !Array.isArray(input) &&
    Object.values(input).every((note) => v.is(NoteSchema, note)),
  `must map option values to notes of at most ${MAX_NOTE_BYTES} characters`,
);

const TextSchema = v.pipe(TypedSchema, v.maxLength(16_384));
const rest = {
  text: v.exactOptional(TextSchema),
  note: v.exactOptional(NoteSchema),
  notes: v.exactOptional(NotesSchema),
};

/** Honoured only from this user's own processes. */
export const DeviceSchema = v.strictObject({
  tty: v.exactOptional(v.pipe(TypedSchema, v.maxLength(MAX_DEVICE_LENGTH))),
  ssh: v.exactOptional(v.pipe(TypedSchema, v.maxLength(MAX_DEVICE_LENGTH))),
});

export const AnswerSchema = v.strictObject({
  values: v.pipe(v.array(ValueSchema), v.maxLength(MAX_OPTIONS)),
  ...rest,
});

const PickedSchema = v.strictObject({
  picked: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(MAX_OPTIONS)),
  ...rest,
});

/**
 * An answer as a tab sends it: options by their position, so that a thousand of them fit into one message; or by
 * their values. Not `v.union`, whose errors do not name the invalid field.
 */
export const TabAnswerSchema = v.lazy((input) => (isObject(input) && 'picked' in input ? PickedSchema : AnswerSchema));
export type TabAnswer = v.InferOutput<typeof AnswerSchema> | v.InferOutput<typeof PickedSchema>;

function isObject(input: unknown): input is object {
  return typeof input === 'object' && input !== null;
}
