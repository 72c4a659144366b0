import { z } from 'zod';
import { exactly } from '../../options/exactly.js';
import { verificationSchema } from '../../verification/expectation.js';
import type { Difference } from '../../verification/nearness.js';
import type { CallWarning, Miss, Verdict } from '../../verification/verdict.js';
import { problem } from './small-schemas.js';

export const verification = verificationSchema().describe(
  'Which calls are meant, compared as Tigase’s texts, and how many there must be.',
);

const count = z.int().min(0).describe('how many calls match');

export const verified = exactly<Pick<Verdict, 'count'>>()(z.strictObject({ count }));

const field = verification.shape.match.unwrap().keyof();

const difference = exactly<Difference>()(
  z.strictObject({
    field,
    sought: z.string().nullable(),
    came: z
      .exactOptional(z.string().nullable())
      .describe('null: not given; none: the call did not get so far'),
  }),
);

const miss = exactly<Miss>()(
  z.strictObject({
    id: z.int().min(1).describe('of its entry in the journal'),
    at: z.string().meta({ format: 'date-time' }),
    method: z.string(),
    path: z.string().describe('path and query, without the API key'),
    responseStatus: z.int().nullable().describe('null where the answer was withheld'),
    differences: z.array(difference),
  }),
);

const callWarning = exactly<CallWarning>()(
  z.strictObject({ id: z.int().min(1).describe('of the call’s entry'), code: z.string(), text: z.string() }),
);

export const unverified = problem
  .extend({
    count,
    misses: z.array(miss).describe('the calls that come nearest, the nearest first'),
    warnings: z.array(callWarning).describe('that should not have been there'),
  })
  .describe('A problem document (RFC 9457) that says what came instead.');
