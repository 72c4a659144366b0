import { z } from 'zod';
import { isBareJid } from '../jid.js';
import { UsageError } from '../usage-error.js';
import { inLines, type JsonSchema, problemsOf } from './option-errors.js';
import { noBareJid } from './option-values.js';

/** A value that the library was given, read by its schema. @throws {@link UsageError} naming all that is wrong, a line each */
export function readValue<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = problemsOf(
    result.error,
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
    given,
  );
  throw new UsageError(inLines(problems));
}

/** @throws {@link UsageError} where a user is named by something that is no bare JID */
export function mustBeBareJid(user: unknown): asserts user is string {
  if (typeof user === 'string' && isBareJid(user)) return;
  throw new UsageError(`user: ${noBareJid({ input: user })}`);
}
