import { z } from 'zod';
import type { StatusFields } from '../../http-api/status-change.js';
import { exactly } from '../../options/exactly.js';
import type { Release } from '../../release.js';

const activityToSet = z
  .looseObject({
    category: z.string(),
    type: z.string().nullable().optional(),
    text: z.string().nullable().optional(),
  })
  .describe('user activity (XEP-0108); Tigase’s documentation does not know it');

const show = z.enum(['chat', 'away', 'xa', 'dnd']);

/** What Tigase's documentation has, and what else it takes for the same. Other fields are ignored. */
export const statusToSet = z
  .looseObject({
    available: z
      .union([z.enum(['true', 'false']), z.literal(true)])
      .optional()
      .meta({
        default: 'true',
        description: 'the text "false" ends the session; false itself is taken for the default',
      }),
    priority: z
      .union([z.string(), z.int()])
      .optional()
      .meta({ default: '-1', description: 'negative, or messages to the user are lost' }),
    show: show.nullable().optional(),
    status: z.string().nullable().optional().describe('the text of the presence'),
    activity: activityToSet.nullable().optional(),
  })
  .describe('The presence to set. Other fields are ignored.');

/** XML's values are texts. */
export const statusToSetInXml = z
  .looseObject({
    available: z.enum(['true', 'false']).optional().meta({ default: 'true' }),
    priority: z.string().optional().meta({ default: '-1' }),
    show: show.optional(),
    status: z.string().optional(),
    activity: activityToSet.optional(),
  })
  .meta({ description: 'The presence to set. Other elements are ignored.', xml: { name: 'command' } });

/** All that answers of every release have. */
type AnswerFields = Omit<StatusFields, 'activity'> & { readonly user: string; readonly success: boolean };

const user = z.string().describe('full JID whose presence was set');
const success = z.boolean().describe('false where nothing was changed');

const answerFields = exactly<AnswerFields>()(
  z.strictObject({
    user,
    available: z.string(),
    priority: z.string(),
    show: z.string().nullable(),
    status: z.string().nullable(),
    success,
  }),
);

/** The answer in JSON, which ends with the activity on releases that tell it. */
export function statusAnswer({ answer }: Release) {
  const activity = z.record(z.string(), z.unknown()).nullable().describe('as it was sent');
  const fields = answer.activity ? z.strictObject({ ...answerFields.shape, activity }) : answerFields;
  return z.strictObject({ status: fields }).describe('The presence as it was set, in Tigase’s texts.');
}

/** The answer in XML, whose values are texts: nothing is an empty element. */
export function statusAnswerInXml({ answer }: Release) {
  const fields = {
    user,
    available: z.string(),
    priority: z.string(),
    show: z.string(),
    status: z.string(),
    success: z.enum(['true', 'false']).describe(success.description ?? ''),
  } satisfies Record<keyof AnswerFields, z.ZodType>;
  const activity = z
    .union([z.literal(''), z.record(z.string(), z.unknown())])
    .describe('as it was sent; empty where none was');
  return (answer.activity ? z.strictObject({ ...fields, activity }) : z.strictObject(fields)).meta({
    description: 'The presence as it was set; what was not set is an empty element.',
    xml: { name: 'status' },
  });
}
