import { z } from 'zod';
import { bareJid, comparable, type FullJid, partsOf } from '../jid.js';
import { takes } from '../options/exactly.js';
import * as values from '../options/option-values.js';

/** What is added to the faults: whom it concerns, what goes wrong with their calls, presence or streams, and how often. */
export interface FaultOption {
  /** Whom it concerns; everyone unless given. */
  readonly match?: FaultMatch | undefined;
  /** What goes wrong. */
  readonly fault: Fault;
  /** How many calls, presences or streams it concerns, at least 1; all unless given. */
  readonly times?: number | undefined;
}

/** Whom a fault concerns: those who fit all that is named, in whatever letter case. */
export interface FaultMatch {
  /** A bare JID. */
  readonly user?: string | undefined;
  /** A domain. */
  readonly domain?: string | undefined;
  /** A resource. */
  readonly resource?: string | undefined;
}

/** What becomes of calls of the status endpoint, of presence or of streams. At least one of its parts is given. */
export interface Fault {
  /** How long the answer waits, in milliseconds from 1 to 2147483647, or from `[least, most]`; it may stand with the others. */
  readonly delayMs?: Delay | undefined;
  /** The status of an answer in place of Tigase's, from 200 to 599. */
  readonly status?: number | undefined;
  /** The body of that answer: a text is sent as `text/plain`, an object or a list as JSON. */
  readonly body?: string | { [key: string]: JsonValue } | JsonValue[] | undefined;
  /** The connection is closed without an answer. */
  readonly drop?: true | undefined;
  /** The connection stays open without an answer. */
  readonly noAnswer?: true | undefined;
  /** Tigase's own answer to a change that failed. */
  readonly success?: false | undefined;
  /** With `status`, `drop` or `noAnswer`: the change is made all the same; only the answer is lost. */
  readonly applied?: true | undefined;
  /** What the user's contacts get of the user's presence: nothing, all twice, or all late. */
  readonly presence?: 'drop' | 'double' | { readonly delayMs: Delay } | undefined;
  /** The connections of the user's XMPP clients break: at once, or once they are logged in. */
  readonly stream?: 'cut' | undefined;
}

/** A delay in milliseconds, or the least and the most that it may be. */
export type Delay = number | readonly [least: number, most: number];

/** What JSON can say. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Statuses whose answers have no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5). */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** What a call can get in place of Tigase's answer, each of which rules out the others. */
const INSTEAD = ['status', 'drop', 'noAnswer', 'success'] as const;

/** What concerns calls of the status endpoint; the other parts of a fault concern presence and streams. */
const OF_CALLS = ['delayMs', ...INSTEAD] as const;

/**
 * The schema of what is added to the faults. Making it takes milliseconds, which a start
 * has no room for: it is made with the first fault.
 */
export function faultSchema() {
  const match = z
    .strictObject({
      user: values.bareJid.optional(),
      domain: values.domain.optional(),
      resource: z.string().min(1, { error: 'it is empty: leave it out to match every resource' }).optional(),
    })
    .superRefine((given, ctx) => {
      for (const issue of misfits(given)) ctx.addIssue({ code: 'custom', ...issue });
    });
  const delay = z
    .union([z.number(), z.tuple([z.number(), z.number()])], { error: noDelay })
    .refine(isDelay, { error: noDelay });
  const fault = z
    .strictObject({
      delayMs: delay.optional(),
      status: z
        .int({ error: noStatus })
        .min(200, { error: noStatus })
        .max(599, { error: noStatus })
        .optional(),
      body: z
        .union([z.string(), z.record(z.string(), z.json()), z.array(z.json())], { error: noBody })
        .optional(),
      drop: z.literal(true).optional(),
      noAnswer: z.literal(true).optional(),
      success: z.literal(false).optional(),
      applied: z.literal(true).optional(),
      presence: z
        .union([z.enum(['drop', 'double']), z.strictObject({ delayMs: delay })], { error: noPresence })
        .optional(),
      stream: z.literal('cut').optional(),
    })
    .superRefine((given, ctx) => {
      if (ctx.issues.length > 0) return; // with a key misspelled it would seem to do nothing
      for (const issue of contradictions(given)) ctx.addIssue({ code: 'custom', ...issue });
    });
  return takes<FaultOption>()(
    z.strictObject({ match: match.default({}), fault, times: z.int().min(1).optional() }),
  );
}

export type FaultSchema = ReturnType<typeof faultSchema>;

/** Whether a match fits this JID. */
export function isMatch({ user, domain, resource }: FaultMatch, jid: FullJid): boolean {
  return isLike(user, bareJid(jid)) && isLike(domain, jid.domain) && isLike(resource, jid.resource);
}

/** Whether a match fits nobody but users of a domain. */
export function isOnlyAt({ user, domain }: FaultMatch, wanted: string): boolean {
  return isLike(wanted, domain ?? (user === undefined ? '' : partsOf(user).domain));
}

/** Whether a fault has something for calls of the status endpoint. */
export function concernsCalls(fault: Fault): boolean {
  return OF_CALLS.some((name) => fault[name] !== undefined);
}

/** A delay in milliseconds: the one, or one between the least and the most. */
export function delayOf(delay: Delay): number {
  const [least, most] = typeof delay === 'number' ? [delay, delay] : delay;
  return Math.round(least + Math.random() * (most - least));
}

function isLike(wanted: string | undefined, there: string): boolean {
  return wanted === undefined || comparable(wanted) === comparable(there);
}

interface Issue {
  readonly path: string[];
  readonly message: string;
}

function misfits({ user, domain }: FaultMatch): Issue[] {
  if (user === undefined || domain === undefined) return [];
  const { domain: own } = partsOf(user);
  if (isLike(domain, own)) return [];
  return [{ path: ['domain'], message: `it matches nothing: ${user} is at ${own}, not at ${domain}` }];
}

function contradictions(fault: Fault): Issue[] {
  const { delayMs, status, body, applied, presence, stream } = fault;
  const [effect, ...others] = INSTEAD.filter((name) => fault[name] !== undefined);
  const issues: Issue[] = others.map((other) => ({
    path: [other],
    message: `it contradicts ${effect}: a call gets one of status, drop, noAnswer and success`,
  }));
  const add = (path: string[], message: string) => issues.push({ path, message });
  const isOfStream = stream !== undefined;
  if (isOfStream && (effect !== undefined || delayMs !== undefined || presence !== undefined))
    add(['stream'], 'a stream is cut at once, and the rest when a call or a presence comes: add two faults');
  if ([effect, delayMs, presence, stream, body].every((part) => part === undefined))
    add([], 'it does nothing: write delayMs, status, drop, noAnswer, success: false, presence or stream');
  else if (applied && (effect === undefined || effect === 'success'))
    add(
      ['applied'],
      'it goes with status, drop and noAnswer, which keep a change from being made without it',
    );
  if (body !== undefined && status === undefined)
    add(['body'], 'a body goes with a status: write it beside, such as status: 503');
  if (body !== undefined && status !== undefined && WITHOUT_BODY.has(status))
    add(['body'], `an answer of status ${status} has no body: leave it out`);
  return issues;
}

function isDelay(delay: Delay): boolean {
  const [least, most] = typeof delay === 'number' ? [delay, delay] : delay;
  return 0 <= least && least <= most && 1 <= most && most <= values.MOST_MS;
}

interface Found {
  readonly input?: unknown;
}

const noDelay = ({ input }: Found) =>
  `${input === undefined ? 'it is missing' : `${JSON.stringify(input)} is no delay`}: write milliseconds from 1 to ${values.MOST_MS}, or [least, most]`;

const noPresence = ({ input }: Found) =>
  `${JSON.stringify(input)} is nothing that becomes of presence: write drop, double, or { delayMs: 500 }`;

const noStatus = ({ input }: Found) =>
  `${JSON.stringify(input)} is no status of an answer: write a whole number from 200 to 599`;

const noBody = ({ input }: Found) =>
  `${JSON.stringify(input)} is no body: write a text, or an object or a list, which is sent as JSON`;
