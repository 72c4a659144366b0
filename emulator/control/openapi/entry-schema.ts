import { z } from 'zod';
import type {
  EntryChange,
  EntryKind,
  EntryRequest,
  EntryResponse,
  JournalEntry,
} from '../../journal/entry.js';
import type { Note } from '../../note.js';
import { exactly } from '../../options/exactly.js';

export const note = exactly<Note>()(
  z.strictObject({
    code: z.string().describe('stable, for programs'),
    severity: z.enum(['error', 'warning', 'info']),
    text: z.string().describe('what was wrong, where, and what to do'),
    line: z.exactOptional(z.int().min(1)).describe('in the request’s body, from 1'),
    column: z.exactOptional(z.int().min(1)),
  }),
);

export const entryKind = exactly<EntryKind>()(z.enum(['request', 'stanza', 'session']));

const headers = z
  .record(z.string(), z.string())
  .describe('by name in lower case; several values of one name are joined by commas');

const request = exactly<EntryRequest>()(
  z.strictObject({
    method: z.string(),
    path: z.string().describe('path and query, without the API key'),
    headers,
    body: z.string().nullable().describe('null where Tigase reads none'),
  }),
);

const response = exactly<EntryResponse>()(
  z.strictObject({ status: z.int(), headers, body: z.string() }).describe('none where a fault withheld it'),
);

const change = exactly<EntryChange>()(
  z
    .strictObject({
      available: z.string(),
      priority: z.string(),
      show: z.string().nullable(),
      status: z.string().nullable(),
      success: z.boolean(),
    })
    .describe('the change that was asked for, in Tigase’s texts'),
);

export const entry = exactly<JournalEntry>()(
  z
    .strictObject({
      id: z.int().min(1).describe('counts up'),
      at: z.string().meta({ format: 'date-time', description: 'of a request, when it came' }),
      kind: entryKind,
      domain: z.string().nullable(),
      user: z
        .string()
        .nullable()
        .describe('bare JID: whom a request names, who sent a stanza, whose session it is'),
      resource: z.string().nullable(),
      request: z.exactOptional(request),
      response: z.exactOptional(response),
      change: z.exactOptional(change),
      stanza: z.exactOptional(z.string()).describe('XML'),
      to: z.exactOptional(z.string()).describe('full JID of the client that got the stanza'),
      caused: z
        .exactOptional(z.array(z.int()))
        .describe('ids of the entries that a request or a client’s stanza brought about'),
      ms: z.number().min(0).describe('how long the answer took; 0 for what is no request'),
      notes: z.array(note),
    })
    .describe('One thing that happened. API keys, passwords and SASL data are redacted.'),
);
