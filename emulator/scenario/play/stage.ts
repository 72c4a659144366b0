import type { Note } from '../../note.js';
import type { FaultValue, Limits, Scenario } from '../scenario.js';

/** Something that scenarios are played against. */
export interface Target {
  readonly kind: 'embedded emulator' | 'emulator' | 'server';
  /** `undefined` where each scenario has its own. */
  readonly url: string | undefined;
  /** As far as it is known. */
  readonly release: string | undefined;
  /** How long things may take here unless a scenario says otherwise. */
  readonly limits: Limits;
  /** Why a scenario can't be played here; `undefined` where it can. */
  refusal(scenario: Scenario): string | undefined;
  /** Sets the stage for one scenario: accounts and contacts of its own, which others do not see. */
  open(scenario: Scenario): Promise<Stage>;
  close(): Promise<void>;
}

/** Where one scenario is played. */
export interface Stage {
  /** Of the HTTP API. */
  readonly url: string;
  readonly domain: string;
  readonly release: string | undefined;
  readonly apiKey: string;
  /** `user:password` of an admin, where the call asks for one and there is one. */
  credentialsFor(path: string): string | undefined;
  /** What must not be seen in reports. */
  readonly secrets: readonly string[];
  /** The bare JID of one of the scenario's accounts. */
  jidOf(account: string): string;
  /** Connects a client of an account; without a resource the server chooses one. */
  connect(account: string, resource: string | undefined, listener: WireListener): Promise<Wire>;
  /** What an emulator can do besides; `undefined` where the target is none. */
  readonly emulator: EmulatorStage | undefined;
  /** A suffix that no other run and no other scenario has, for the names of what a scenario makes. */
  readonly mark: string;
  /**
   * Told of each request before it is sent, and of the status of its answer, so that what it leaves behind can be put
   * away; gives the notes on it.
   */
  watch(
    method: string,
    target: string,
  ): (status: number | undefined) => readonly Note[] | Promise<readonly Note[]>;
  /** Puts away all that the scenario made; what could not be, in a sentence each. */
  close(): Promise<readonly string[]>;
}

export interface EmulatorStage {
  presence(jid: string): Promise<unknown>;
  state(): Promise<unknown>;
  addFault(account: string, fault: FaultValue): Promise<void>;
  clearFaults(): Promise<void>;
}

/** One client's connection. */
export interface Wire {
  /** The full JID, as the server bound it. */
  readonly jid: string;
  /** @throws where the connection is over */
  send(xml: string): Promise<void>;
  /** Ends the stream in order. */
  leave(): Promise<void>;
  /** Breaks the connection off. */
  cut(): Promise<void>;
}

export interface WireListener {
  stanza(xml: string): void;
  /** The condition of the stream error, where there was one. */
  ended(condition: string | undefined): void;
}

/** The target can't be reached, or does not let the run in. The command exits with 3. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly code = 'TARGET';
}
