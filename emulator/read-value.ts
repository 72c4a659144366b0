import { z } from 'zod';
import { type JsonSchema, problemsOf } from './option-errors.js';
import { UsageError } from './usage-error.js';

/** A value that the library was given, read by its schema. @throws {UsageError} naming all that is wrong, a line each */
export function readValue<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = problemsOf(result.error, z.toJSONSchema(schema, { io: 'input' }) as JsonSchema, given);
  const lines = problems.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new UsageError(lines.join('\n'));
}
