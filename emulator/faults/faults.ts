import type { FullJid } from '../jid.js';
import { info, type Note } from '../note.js';
import { readValue } from '../options/read-value.js';
import type { Mishap } from '../session-manager/mishap.js';
import { StoppedError } from '../usage-error.js';
import {
  concernsCalls,
  delayOf,
  type Fault,
  type FaultMatch,
  type FaultOption,
  type FaultSchema,
  faultSchema,
  isMatch,
  isOnlyAt,
} from './fault.js';

/** A fault that was added. */
export interface AddedFault {
  /** By which it can be removed. */
  readonly id: string;
  /** Whom it concerns. */
  readonly match: FaultMatch;
  /** What goes wrong. */
  readonly fault: Fault;
  /** How many calls, presences or streams it still concerns; there is none where it goes on for ever. */
  readonly times?: number;
}

/** Who is told what becomes of the faults. */
export interface FaultsListener {
  /** Whether the emulator was stopped. */
  isStopped(): boolean;
  /** A fault came or went. */
  onChange(): void;
  /** A fault came that concerns streams, also those that there are. */
  onStreamFault(): void;
}

/** The faults that there are. They are plain data; the HTTP API, the session manager and the streams carry them out. */
export class Faults {
  private schema: FaultSchema | undefined;
  private added: AddedFault[] = [];
  private count = 0;
  /** The one that the call has got which is carried out now: its presence is that fault's as well. */
  private current: AddedFault | undefined;

  /** @internal An emulator has one. */
  constructor(private readonly listener: FaultsListener) {}

  /**
   * Adds a fault behind those that there are: a call, a presence or a stream gets the first that matches and has
   * something for it.
   *
   * @throws {@link UsageError} naming all that is wrong with it
   * @throws {@link StoppedError} where the emulator was stopped
   */
  add(given: FaultOption): { readonly id: string } {
    if (this.listener.isStopped()) throw new StoppedError('it takes no faults');
    this.schema ??= faultSchema();
    const { match, fault, times } = readValue(this.schema, given);
    this.count += 1;
    const id = `fault-${this.count}`;
    this.added.push({ id, match, fault, ...(times === undefined ? {} : { times }) });
    this.listener.onChange();
    if (fault.stream !== undefined) this.listener.onStreamFault();
    return { id };
  }

  /** The faults, in the order in which they were added. */
  list(): AddedFault[] {
    return structuredClone(this.added);
  }

  /** Removes a fault; `false` where there is none of this id. */
  remove(id: string): boolean {
    return this.removeWhere((fault) => fault.id === id);
  }

  /** Removes every fault, or those that concern one domain alone. */
  clear(domain?: string): void {
    this.removeWhere(({ match }) => domain === undefined || isOnlyAt(match, domain));
  }

  private removeWhere(isGone: (fault: AddedFault) => boolean): boolean {
    const before = this.added.length;
    this.added = this.added.filter((fault) => !isGone(fault));
    if (this.added.length === before) return false;
    this.listener.onChange();
    return true;
  }

  /** @internal The fault that a call for this JID gets, counted down by it. */
  takeForCall(jid: FullJid): AddedFault | undefined {
    return this.take(jid, concernsCalls);
  }

  /** @internal Does what a call asks for that has got a fault: what it tells contacts is counted already. */
  carryOut<Result>(fault: AddedFault, act: () => Result): Result {
    this.current = fault;
    try {
      return act();
    } finally {
      this.current = undefined;
    }
  }

  /** @internal What becomes of a presence from this JID, counted down by it. */
  takeForPresence(jid: FullJid): Mishap | undefined {
    const { current } = this;
    const isOfCall = current?.fault.presence !== undefined && isMatch(current.match, jid);
    const found = isOfCall ? current : this.take(jid, ({ presence }) => presence !== undefined);
    return found && mishapOf(found);
  }

  /** @internal Why the streams of this JID are cut: for the first fault that cuts streams, counted down where one was cut. */
  cutStream(jid: FullJid, cut: (note: Note) => boolean): void {
    const index = this.indexOf(jid, ({ stream }) => stream !== undefined);
    const found = this.added[index];
    if (found !== undefined && cut(info('fault', `${found.id}: the connection is cut`)))
      this.countDown(index);
  }

  private take(jid: FullJid, concerns: (fault: Fault) => boolean): AddedFault | undefined {
    const index = this.indexOf(jid, concerns);
    return index < 0 ? undefined : this.countDown(index);
  }

  private indexOf(jid: FullJid, concerns: (fault: Fault) => boolean): number {
    return this.added.findIndex(({ match, fault }) => concerns(fault) && isMatch(match, jid));
  }

  /** The fault, as it is now that it was needed once more. */
  private countDown(index: number): AddedFault | undefined {
    const found = this.added[index];
    if (found?.times === undefined) return found;
    const left = { ...found, times: found.times - 1 };
    this.added.splice(index, 1, ...(left.times === 0 ? [] : [left]));
    this.listener.onChange();
    return left;
  }
}

function mishapOf({ id, fault: { presence } }: AddedFault): Mishap | undefined {
  const note = (text: string) => info('fault', `${id}: ${text}`);
  if (presence === undefined) return undefined;
  if (presence === 'drop') return { what: 'drop', note: note('it is lost on its way') };
  if (presence === 'double') return { what: 'double', note: note('it is delivered twice') };
  const ms = delayOf(presence.delayMs);
  return { what: 'delay', ms, note: note(`it is delivered ${ms} ms late`) };
}
