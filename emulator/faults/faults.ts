import type { FullJid } from '../jid.js';
import { readValue } from '../read-value.js';
import {
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
  readonly id: string;
  readonly match: FaultMatch;
  readonly fault: Fault;
  /** How many calls it still concerns; there is none where it goes on for ever. */
  readonly times?: number;
}

/** The faults that there are. They are plain data; the HTTP API carries them out. */
export class Faults {
  private schema: FaultSchema | undefined;
  private added: AddedFault[] = [];
  private count = 0;

  /** @internal An emulator has one. */
  constructor(
    /** Told that a fault came or went. */
    private readonly onChange: () => void,
  ) {}

  /**
   * Adds a fault behind those that there are: the first that matches a call is the one that it gets.
   *
   * @throws {UsageError} naming all that is wrong with it
   */
  add(given: FaultOption): { readonly id: string } {
    this.schema ??= faultSchema();
    const { match, fault, times } = readValue(this.schema, given);
    this.count += 1;
    const id = `fault-${this.count}`;
    this.added.push({ id, match, fault, ...(times === undefined ? {} : { times }) });
    this.onChange();
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
    this.onChange();
    return true;
  }

  /** @internal The fault that a call for this JID gets, counted down by it. */
  take(jid: FullJid): AddedFault | undefined {
    const index = this.added.findIndex(({ match }) => isMatch(match, jid));
    const found = this.added[index];
    if (found?.times === undefined) return found;
    const left = { ...found, times: found.times - 1 };
    this.added.splice(index, 1, ...(left.times === 0 ? [] : [left]));
    return left;
  }
}
