import { z } from 'zod';
import type { StatusCall } from '../journal/status-call.js';
import * as values from '../option-values.js';
import { UsageError } from '../usage-error.js';

/** How many calls there must be: one of these. */
const COUNTS = ['times', 'atLeast', 'atMost'] as const;

const count = z.int().min(0);

/** A text as Tigase has it: numbers and booleans may be written as such. */
const text = z.union([z.string(), z.number(), z.boolean()], { error: noText });

/** The schema of a verification, which is made where the first is to be read. */
export function verificationSchema() {
  const match = z.strictObject({
    user: values.bareJid.optional(),
    domain: values.domain.optional(),
    resource: z.string().optional(),
    available: text.optional(),
    show: text.nullable().optional(),
    status: text.nullable().optional(),
    priority: text.optional(),
    format: z.enum(['json', 'xml']).optional(),
    success: text.optional(),
    responseStatus: text.optional(),
  });
  return z
    .strictObject({
      match: match.default({}),
      times: count.optional(),
      atLeast: count.optional(),
      atMost: count.optional(),
      noWarnings: z.boolean().optional(),
      withinMs: z.number({ error: noTime }).refine(isTime, { error: noTime }).optional(),
    })
    .superRefine((given, ctx) => {
      const [first, ...others] = COUNTS.filter((name) => given[name] !== undefined);
      for (const other of others)
        ctx.addIssue({
          code: 'custom',
          path: [other],
          message: `it does not go with ${first}: write one of times, atLeast and atMost`,
        });
    });
}

export type VerificationSchema = ReturnType<typeof verificationSchema>;

/** A verification as it is written: which calls are meant, and what is expected of them. */
export type VerificationOption = z.input<VerificationSchema>;

/**
 * Which calls of the status endpoint are meant: those that fit all that is named. Values are compared as Tigase's
 * texts, users, domains and resources in whatever letter case; `null` is a text that was not given.
 */
export type CallMatch = Readonly<NonNullable<VerificationOption['match']>>;

/** How many there must be, at least one unless it is said; and whether there may be warnings on them. */
export type CallExpectation = Readonly<Omit<VerificationOption, 'match' | 'withinMs'>>;

/** What of a call a match is about. */
export type MatchedField = keyof CallMatch & keyof StatusCall;

/** Whether a number of calls is what is expected. */
export function isEnough(count: number, { times, atLeast = 1, atMost }: CallExpectation): boolean {
  if (times !== undefined) return count === times;
  return atMost === undefined ? count >= atLeast : count <= atMost;
}

/** The number beyond which there are too many, whatever comes; `undefined` where there can't be. */
export function mostOf({ times, atMost }: CallExpectation): number | undefined {
  return times ?? atMost;
}

export function expectedInWords({ times, atLeast = 1, atMost }: CallExpectation): string {
  if (times !== undefined) return `exactly ${calls(times)}`;
  return atMost === undefined ? `at least ${calls(atLeast)}` : `at most ${calls(atMost)}`;
}

export function calls(count: number): string {
  return count === 1 ? '1 call' : `${count} calls`;
}

function noText({ input }: { readonly input?: unknown }): string {
  return `${JSON.stringify(input)} is no text: write a text, a number, true or false`;
}

function isTime(ms: number): boolean {
  return ms >= 0 && ms <= values.MOST_MS;
}

/** @throws {UsageError} naming the option where it is no time to wait, in milliseconds */
export function checkTime(option: string, ms: number): void {
  if (typeof ms !== 'number' || !isTime(ms)) throw new UsageError(`${option}: ${noTime({ input: ms })}`);
}

function noTime({ input }: { readonly input?: unknown }): string {
  return `${JSON.stringify(input)} is no time: write milliseconds from 0 to ${values.MOST_MS}`;
}
