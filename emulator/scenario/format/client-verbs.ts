import { z } from 'zod';
import { STANZA_ATTRIBUTES, STANZA_CHILDREN, STANZA_KINDS } from '../match/stanza-matcher.js';
import { duration, expected, text } from './values.js';

/** What the client of a user does. */

function keys<Name extends string, Schema extends z.ZodType>(
  names: readonly Name[],
  schema: Schema,
): { [name in Name]: z.ZodOptional<Schema> } {
  return Object.fromEntries(names.map((one) => [one, schema.optional()])) as {
    [name in Name]: z.ZodOptional<Schema>;
  };
}

const fields = keys([...STANZA_ATTRIBUTES, ...STANZA_CHILDREN], expected);
const xml = expected.optional().describe('the whole stanza as XML, at least this; or { exactly: XML }');
const NOTHING = ['nothing', 'no presence', 'no message', 'no iq'] as const;

export const clientVerbs = {
  connects: z.strictObject({
    connects: z
      .enum(['quietly'])
      .nullish()
      .describe('quietly: without a presence, so that nobody sees it and no presence comes'),
    ...keys(['show', 'status', 'priority'], text),
  }),
  disconnects: z.strictObject({ disconnects: z.null().optional() }),
  'loses connection': z.strictObject({ 'loses connection': z.null().optional() }),
  'is disconnected': z.strictObject({
    'is disconnected': expected.describe('the condition of the stream error, such as conflict'),
    within: duration.optional(),
  }),
  sends: z.strictObject({
    sends: z.string().describe('presence or message with the fields below, or a stanza as XML'),
    ...keys(['to', 'type', 'id', 'show', 'status', 'priority', 'body', 'subject'], text),
  }),
  receives: z.strictObject({
    receives: z.enum([...STANZA_KINDS, 'stanza', ...NOTHING]),
    ...fields,
    xml,
    within: duration.optional().describe('how long to wait'),
  }),
  'receives in any order': z.strictObject({
    'receives in any order': z
      .array(z.strictObject({ a: z.enum(STANZA_KINDS), ...fields, xml }))
      .min(1)
      .describe('several stanzas, whichever comes first'),
    within: duration.optional().describe('how long to wait for all of them'),
  }),
};

/** Verbs that may stand alone, as a text. */
export const lonelyClientVerbs = ['connects', 'disconnects', 'loses connection', 'is disconnected'] as const;
