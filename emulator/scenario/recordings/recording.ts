import { z } from 'zod';
import { releaseNames } from '../../release.js';
import type { Place } from '../place.js';

/** Recordings of real servers, in the form that `fixtures/README.md` describes. */

const header = z
  .tuple([z.string(), z.string()], {
    error: ({ input }) =>
      `found ${JSON.stringify(input)}, expected a header's name and value, such as [Content-Type, application/json]`,
  })
  .readonly();

const base64 = z.string().regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
  error: 'bodyBase64 is no Base64: write the bytes in Base64, or a text in body',
});

const message = {
  headers: z.array(header).readonly(),
  body: z.string().optional(),
  bodyBase64: base64.optional(),
};

const hasOneBody = ({ body, bodyBase64 }: { readonly body?: unknown; readonly bodyBase64?: unknown }) =>
  body === undefined || bodyBase64 === undefined;

const twoBodies = { path: ['bodyBase64'], error: 'there are body and bodyBase64: leave one of them out' };

const request = z
  .strictObject({
    method: z.string().min(1, { error: 'the method is empty: write one such as POST' }),
    path: z.string(),
    ...message,
    chunked: z.boolean().optional(),
    http10: z.boolean().optional(),
    host: z.string().optional(),
    noAuth: z.boolean().optional(),
  })
  .refine(hasOneBody, twoBodies);

const response = z
  .strictObject({
    status: z.int(),
    reason: z.string(),
    ...message,
    outcome: z
      .enum(['complete', 'closed'], {
        error: ({ input }) => `found ${JSON.stringify(input)}, expected complete or closed`,
      })
      .optional(),
  })
  .refine(hasOneBody, twoBodies);

const releases = releaseNames.filter((name) => name !== 'documented');

/** Who answered a sequence, as it may stand in `servers`. */
const servers = ['every', ...releases.flatMap((name) => [name, `${name}-untrusted`, `${name}-open-access`])];

const server = z.enum(servers, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is no recorded server: write every, or a release in quotes, such as "8.3", "8.3-untrusted" or "8.3-open-access"`,
});

const sequence = z.strictObject({
  group: z.string().optional(),
  name: z.string(),
  servers: z
    .array(server)
    .min(1, { error: 'servers is empty: write who answered so, such as every' })
    .optional(),
  exchanges: z.array(z.strictObject({ request, response })),
});

/** What a file of recordings holds. */
export const recordingSchema = z.array(sequence);

/** A request, to be sent as it stands. */
export type RecordedRequest = Readonly<z.output<typeof request>>;

/** What the real server answered. */
export type RecordedResponse = Readonly<z.output<typeof response>>;

export interface RecordedExchange {
  readonly request: RecordedRequest;
  readonly response: RecordedResponse;
  /** Where the request stands. */
  readonly place: Place;
  /** Where the response stands. */
  readonly responsePlace: Place;
}

/** Exchanges in order, that share state and users; a sequence needs nothing of another one. */
export interface RecordedSequence {
  readonly name: string;
  readonly group: string | undefined;
  /** Who answered so; `undefined` where the file's name says it. */
  readonly servers: readonly string[] | undefined;
  /** Where it begins in the file. */
  readonly line: number;
  readonly exchanges: readonly RecordedExchange[];
}

export interface RecordingFile {
  readonly file: string;
  readonly sequences: readonly RecordedSequence[];
}
