import { z } from 'zod';
import { takes } from '../options/exactly.js';
import * as values from '../options/option-values.js';

/** How many calls there must be: one of these. */
const COUNTS = ['times', 'atLeast', 'atMost'] as const;

const count = z.int().min(0);

const text = z.union([z.string(), z.number(), z.boolean()], { error: noText });

/**
 * Which calls of the status endpoint are meant: those that fit all that is named. Values are compared as Tigase's
 * texts, users, domains and resources in whatever letter case; `null` is a text that was not given.
 */
export interface CallMatch {
  /** The bare JID of the user whose status is set. */
  readonly user?: string | undefined;
  /** The user's domain. */
  readonly domain?: string | undefined;
  /** The resource; `tigase-external` where the path names none. */
  readonly resource?: string | undefined;
  /** `available` as it was asked for, or `true` where it was not. */
  readonly available?: TigaseText | undefined;
  /** `show` as it was asked for. */
  readonly show?: TigaseText | null | undefined;
  /** The status text as it was asked for. */
  readonly status?: TigaseText | null | undefined;
  /** `priority` as it was asked for, or `-1` where it was not. */
  readonly priority?: TigaseText | undefined;
  /** In which format Tigase read the body and answered. */
  readonly format?: 'json' | 'xml' | undefined;
  /** `success` in the answer. */
  readonly success?: TigaseText | undefined;
  /** The status of the HTTP answer. */
  readonly responseStatus?: TigaseText | undefined;
}

/** A text as Tigase has it: numbers and booleans may be written as such. */
export type TigaseText = string | number | boolean;

/** How many calls there must be, one of `times`, `atLeast` and `atMost`: at least one unless given; and what else holds. */
export interface CallExpectation {
  /** Exactly so many. */
  readonly times?: number | undefined;
  /** So many or more. */
  readonly atLeast?: number | undefined;
  /** So many or fewer. */
  readonly atMost?: number | undefined;
  /** Whether there must be no warning on a call that matches; `false` unless given. */
  readonly noWarnings?: boolean | undefined;
}

/** A verification as plain data: which calls are meant, and what is expected of them. */
export interface VerificationOption extends CallExpectation {
  /** Which calls are meant; every one unless given. */
  readonly match?: CallMatch | undefined;
  /** How long may be waited for it to hold, in milliseconds; 0 unless given. */
  readonly withinMs?: number | undefined;
}

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
  return takes<VerificationOption>()(
    z
      .strictObject({
        match: match.default({}),
        times: count.optional(),
        atLeast: count.optional(),
        atMost: count.optional(),
        noWarnings: z.boolean().optional(),
        withinMs: values.milliseconds.optional(),
      })
      .superRefine((given, ctx) => {
        const [first, ...others] = COUNTS.filter((name) => given[name] !== undefined);
        for (const other of others)
          ctx.addIssue({
            code: 'custom',
            path: [other],
            message: `it does not go with ${first}: write one of times, atLeast and atMost`,
          });
      }),
  );
}

export type VerificationSchema = ReturnType<typeof verificationSchema>;

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
