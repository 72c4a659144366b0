import { z } from 'zod';
import { BARE_JID, DOMAIN, isBareJid, isDomain, isJid, JID } from '../jid.js';
import { releaseNames } from '../release.js';

/** The longest that can be waited, in milliseconds: Node's timers know no longer one. */
export const MOST_MS = 2 ** 31 - 1;

const noTime = ({ input }: { readonly input?: unknown }) =>
  `${JSON.stringify(input)} is no time: write milliseconds from 0 to ${MOST_MS}`;

/** A time to wait. */
export const milliseconds = z
  .number({ error: noTime })
  .refine((ms) => ms >= 0 && ms <= MOST_MS, { error: noTime });

/** The values that options have: each schema says what was wrong, and what would be right. */

export const noBareJid = ({ input }: { readonly input?: unknown }): string =>
  `${JSON.stringify(input)} is no bare JID: write local@domain, such as test@domain.com`;

export const bareJid = z.string().refine(isBareJid, { error: noBareJid }).meta({ pattern: BARE_JID.source });

export const jid = z
  .string()
  .refine(isJid, {
    error: ({ input }) =>
      `${JSON.stringify(input)} is no JID: write local@domain or domain, without a resource`,
  })
  .meta({ pattern: JID.source });

export const domain = z
  .string()
  .refine(isDomain, {
    error: ({ input }) => `${JSON.stringify(input)} is no domain: write a name such as domain.com`,
  })
  .meta({ pattern: DOMAIN.source });

const noPort = ({ input }: { readonly input?: unknown }) =>
  `${JSON.stringify(input)} is no port: write a number from 0 (any free one) to 65535, or off`;

export const port = z.union(
  [z.int().min(0, { error: noPort }).max(65535, { error: noPort }), z.literal('off')],
  {
    error: noPort,
  },
);

export const pattern = z
  .string()
  .superRefine((source, ctx) => {
    const reason = regularExpressionError(source);
    if (reason === undefined) return;
    ctx.addIssue({
      code: 'custom',
      message: `${JSON.stringify(source)} is no regular expression: ${reason}`,
    });
  })
  .meta({ format: 'regex' });

/** What is wrong with a regular expression, as the engine says it: `Unterminated group`. */
function regularExpressionError(source: string): string | undefined {
  try {
    new RegExp(source);
    return undefined;
  } catch (failure) {
    return String(failure).replace(/^.*\/\w*: /s, '');
  }
}

/** `release: 8.3` without quotes is a number in YAML, and means the same as with them. */
export const release = z
  .union([z.enum(releaseNames), z.literal([8.1, 8.2, 8.3, 8.4])], {
    error: ({ input }) => `${JSON.stringify(input)} is no release: write one of ${releaseNames.join(', ')}`,
  })
  .transform((name) => releaseNames.find((known) => known === String(name)) ?? 'documented');

const UNITS = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 } as const;

const noSize = ({ input }: { readonly input?: unknown }) =>
  `${JSON.stringify(input)} is no size: write a number of bytes, or a text such as 256kb or 1mb`;

/** A number of bytes, or a text such as `256kb`. */
export const size = z
  .union([z.int().min(1), z.string().regex(/^\d+(?:b|kb|mb|gb)$/i, { error: noSize })], { error: noSize })
  .transform((value) => {
    if (typeof value === 'number') return value;
    const unit = value.replace(/^\d+/, '').toLowerCase() as keyof typeof UNITS;
    return Number.parseInt(value, 10) * UNITS[unit];
  });

export const tls = z.union(
  [
    z.literal('self-signed'),
    z.literal(false),
    z.strictObject({
      cert: z.string().describe('path of a certificate in PEM'),
      key: z.string().describe('path of its private key in PEM'),
    }),
  ],
  {
    error: ({ input }) =>
      `${JSON.stringify(input)} is no choice: write self-signed, { cert: FILE, key: FILE } or false`,
  },
);
