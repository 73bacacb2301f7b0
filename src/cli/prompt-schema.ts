// Generates the JSON Schema of a PromptSpec from the schema that validates it.
import { toJsonSchema } from '@valibot/to-json-schema';
import { PromptSpecSchema } from '../core/spec.ts';

const DESCRIPTION = `A question for choice ask --spec. Rules that a schema cannot express: option values are unique; \
fallback, recommended and select name options; fallback and select do not name a dangerous one; a fallback and \
max_timeout_ms need a timeout; max_timeout_ms is at least timeout_ms; min is at most max and the number of options; \
min_length is at most max_length; the fallback of an input is a valid answer to it; the note rule for-no is for a confirm only.`;

type JsonSchema = ReturnType<typeof toJsonSchema>;

/** Draft 2020-12. Checks that JSON Schema cannot express are described by their error messages. */
export function promptSpecSchema(): JsonSchema {
  const schema = toJsonSchema(PromptSpecSchema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
    overrideAction: ({ valibotAction, jsonSchema }) => describeCheck(valibotAction, jsonSchema),
  });
  const { $schema = 'https://json-schema.org/draft/2020-12/schema', ...rest } = schema;
  return { $schema, title: 'PromptSpec', description: DESCRIPTION, ...rest };
}

function describeCheck(action: { readonly type: string }, schema: JsonSchema): JsonSchema | null {
  const message: unknown = 'message' in action ? action.message : undefined;
  if (action.type !== 'check' || typeof message !== 'string') return null;
  const before = schema.description ?? 'Refused when:';
  return { ...schema, description: `${before}${schema.description ? ';' : ''} ${message.split(';')[0]}` };
}
