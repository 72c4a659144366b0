import supertest, { type Test } from 'supertest';
import type { Exchange } from '../../emulator/http-api/exchange.js';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.js';

export const JSON_TYPE = 'application/json';
export const XML_TYPE = 'application/xml';

/** An emulator without ports, its requests, and the exchanges that it tells of. */
export interface Tested {
  readonly emulator: Emulator;
  readonly exchanges: Exchange[];
  /** Posts a body to a user's status, with the key that opens everything. */
  post(user: string, body: string, type?: string): Test;
  /** Any other request. */
  request: ReturnType<typeof supertest>;
  /** The codes of the last exchange's notes. */
  lastNotes(): string[];
}

export async function tested(options: EmulatorOptions = {}): Promise<Tested> {
  const emulator = await startEmulator({ port: 'off', websocketPort: 'off', xmppPort: 'off', ...options });
  const exchanges: Exchange[] = [];
  emulator.onExchange((exchange) => exchanges.push(exchange));
  return {
    emulator,
    exchanges,
    ...requestsTo(emulator),
    lastNotes: () => exchanges.at(-1)?.notes.map(({ code }) => code) ?? [],
  };
}

/** Requests to an emulator, with or without ports. */
export function requestsTo(emulator: Emulator): Pick<Tested, 'request' | 'post'> {
  const request = supertest(emulator.callback());
  return {
    request,
    post: (user, body, type = JSON_TYPE) =>
      request.post(`/rest/user/${user}?api-key=API_KEY`).set('Content-Type', type).send(body),
  };
}
