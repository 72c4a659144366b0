import { delayOf, type Fault } from '../faults/fault.js';
import type { AddedFault, Faults } from '../faults/faults.js';
import type { FullJid } from '../jid.js';
import { info, type Note } from '../note.js';
import type { Answer } from './answer.js';
import type { ExchangeState } from './exchange.js';
import type { Held } from './held.js';
import { type StatusEndpointOptions, setStatus } from './status-endpoint.js';

export interface StatusAtFaultOptions extends StatusEndpointOptions {
  readonly faults: Pick<Faults, 'takeForCall' | 'carryOut'>;
  readonly held: Held;
}

/** Statuses whose answers end with their headers (RFC 9112, section 6.3). */
const WITHOUT_LENGTH: ReadonlySet<number> = new Set([204, 304]);

/** Changes nothing, and says so. */
const REFUSING: StatusEndpointOptions['sessionManager'] = { setUserStatus: () => ({ success: false }) };

/**
 * Sets a user's presence as far as a fault lets it. The content is read either way, so that the exchange tells what was
 * asked for. What is changed is changed at once; a delay holds up the answer alone.
 */
export async function setStatusAtFault(
  added: AddedFault,
  jid: FullJid,
  state: ExchangeState,
  options: StatusAtFaultOptions,
): Promise<void> {
  const { id, fault } = added;
  const { sessionManager, faults, held } = options;
  const making: StatusEndpointOptions['sessionManager'] = {
    setUserStatus: (command) => faults.carryOut(added, () => sessionManager.setUserStatus(command)),
  };
  await setStatus(jid, state, { ...options, sessionManager: isMade(fault) ? making : REFUSING });
  const delay = delayOf(fault.delayMs ?? 0);
  if (delay > 0) await held.pause(delay, [jid.domain]);
  if (fault.drop) state.withheld = 'dropped';
  if (fault.noAnswer) state.withheld = 'silent';
  if (fault.status !== undefined) state.answer = answerOf(fault.status, fault.body);
  state.notes.push(faultNote(id, fault, delay));
}

/** Whether the change is made that the call asks for. */
function isMade({ status, drop, noAnswer, success, applied }: Fault): boolean {
  return applied === true || !(status !== undefined || drop || noAnswer || success === false);
}

function answerOf(status: number, body: Fault['body']): Answer {
  const framing = WITHOUT_LENGTH.has(status) ? 'none' : 'length';
  if (body === undefined) return { status, framing, headers: [], body: '' };
  return typeof body === 'string'
    ? { status, framing, headers: ['Content-type', 'text/plain; charset=utf-8'], body }
    : { status, framing, headers: ['Content-type', 'application/json'], body: JSON.stringify(body) };
}

function faultNote(id: string, fault: Fault, delay: number): Note {
  const { delayMs, status, drop, noAnswer, success } = fault;
  const effects = [
    ...(delayMs === undefined ? [] : [`the answer waits ${delay} ms`]),
    ...(status === undefined ? [] : [`the answer is a ${status}`]),
    ...(drop ? ['the connection is closed without an answer'] : []),
    ...(noAnswer ? ['there is no answer, and the connection stays open'] : []),
    ...(success === false ? ['the answer says success: false'] : []),
  ];
  const change = isMade(fault) ? 'what was asked for is done all the same' : 'nothing is changed';
  return info('fault', `${id}: ${effects.join(', ')}; ${change}`);
}
