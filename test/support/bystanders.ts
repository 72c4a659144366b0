import { expect, vi } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.js';
import { fullJid } from '../../emulator/jid.js';
import type { RawStream } from './raw-stream.js';
import { connectRaw } from './raw-streams.js';
import { ping, transports } from './stream-words.js';

/** An emulator to which bad things are done while others are connected. */
export interface Watched {
  readonly emulator: Emulator;
  /** What was told of streams and of clients' stanzas since the last call: whose, and the note's code. */
  news(): string[];
  /** Resolves once the session with this full JID is over. */
  sessionEnd(jid: string): Promise<void>;
  /** Checks that who was connected all the while got nothing of it, and that who comes now is served. */
  isWell(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an emulator with bob connected to it on every transport. Alice's doings are none of his. */
export async function watched(options: EmulatorOptions = {}): Promise<Watched> {
  const errors = vi.spyOn(console, 'error');
  const emulator = await startEmulator({ port: 'off', ...options });
  const bystanders = await Promise.all(
    transports.map(async (transport) => (await connectRaw(emulator, transport)).logIn('bob', transport)),
  );
  for (const bystander of bystanders) bystander.send("<presence xmlns='jabber:client'/>");
  // Each sees the others' presence before the answer to a ping that was sent once all have answered one.
  for (const id of ['sent', 'seen']) for (const bystander of bystanders) await pinged(bystander, id);
  const told: string[] = [];
  emulator.onStreamNote(({ transport, jid = 'nobody', note }) =>
    told.push(`${transport} ${jid}: ${note.code}`),
  );
  emulator.onSessionEvent((event) => {
    if (event.type !== 'stanza-received') return;
    for (const { code } of event.notes) told.push(`${event.session.address}: ${code}`);
  });
  let checks = 0;
  return {
    emulator,
    news: () => told.splice(0),
    sessionEnd: (jid) =>
      new Promise((resolve) => {
        const stop = emulator.onSessionEvent((event) => {
          if (event.type !== 'session-closed' || fullJid(event.session.jid) !== jid) return;
          stop();
          resolve();
        });
      }),
    isWell: async () => {
      checks += 1;
      for (const bystander of bystanders) {
        const answer = await pinged(bystander, `check-${checks}`);
        expect(answer).toMatch(/^<iq type="result"[^<]*\/>$/);
      }
      for (const transport of transports) {
        const newcomer = await connectRaw(emulator, transport);
        await newcomer.open();
        newcomer.cut();
      }
      expect(errors).not.toHaveBeenCalled();
    },
    stop: async () => {
      errors.mockRestore();
      await emulator.stop();
    },
  };
}

/** All that comes up to the answer to a ping. */
async function pinged(stream: RawStream, id: string): Promise<string> {
  stream.send(ping(id));
  return (await stream.until(`id="${id}"`)) + (await stream.until('/>'));
}
