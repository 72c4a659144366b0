import type { Note } from '../note.js';
import type { Place } from './place.js';

/**
 * What playing brought, as plain data: the reports show it, nothing in it is secret. API keys and passwords are
 * redacted where these values are made, not where they are shown.
 */

export type Outcome = 'passed' | 'failed' | 'skipped';

/** One thing that was not as expected. */
export interface Difference {
  /** What it is about, such as `answer › json › status › show`. */
  readonly what: string;
  /** As it is shown: a text in quotes, a number, `absent`, `{ matches: ^On }`. */
  readonly expected: string;
  readonly found: string;
}

export interface PlayedRequest {
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

export interface PlayedAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** What passed between the players and the server, in the order in which it happened. */
export type Happening =
  | {
      readonly kind: 'exchange';
      readonly request: PlayedRequest;
      /** `undefined` where none came: then `problem` says why. */
      readonly answer: PlayedAnswer | undefined;
      readonly problem: string | undefined;
      /** How long the answer took, in milliseconds. */
      readonly ms: number;
      /** What an emulator says about it; empty where nothing can be known. */
      readonly notes: readonly Note[];
    }
  | {
      readonly kind: 'stanza';
      readonly direction: 'sent' | 'received';
      /** The actor, such as `alice` or `alice/phone`. */
      readonly actor: string;
      readonly xml: string;
    };

/** Why a step failed, for the person who wrote it. */
export interface Failure {
  /** One sentence: what was expected and did not come. */
  readonly message: string;
  /** Where in the scenario the expectation stands. */
  readonly place: Place;
  readonly differences: readonly Difference[];
  /** The nearest thing that did arrive, where nothing fitted: a stanza. */
  readonly nearest?: string;
  /** The other stanzas in the actor's inbox that no step took. */
  readonly left?: readonly string[];
  /** A command to try the request by hand; keys and passwords are variables of the shell. */
  readonly curl?: string;
}

export interface StepResult {
  readonly section: 'given' | 'steps' | 'finally';
  /** The step as a sentence, such as `alice receives presence, from {test}, show xa`. */
  readonly text: string;
  readonly place: Place;
  /** How many files deep: 0 in the scenario itself, 1 in a part that it plays. */
  readonly depth: number;
  /** `skipped`: it was not played, and `reason` says why. */
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly ms: number;
  readonly happenings: readonly Happening[];
  readonly failure?: Failure;
}

export interface ScenarioResult {
  /** As it was named on the command line or found in a folder. */
  readonly file: string;
  /** With the values of its matrix, such as `A contact sees it (format json)`. */
  readonly name: string;
  readonly description?: string;
  /** Where it begins in the file. */
  readonly line: number;
  readonly tags: readonly string[];
  readonly outcome: Outcome;
  /** Why it was skipped. */
  readonly reason?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly ms: number;
  readonly steps: readonly StepResult[];
}

export interface RunResult {
  /** Of the runner. */
  readonly version: string;
  readonly target: {
    readonly kind: 'embedded emulator' | 'emulator' | 'server';
    /** `undefined` for embedded emulators. */
    readonly url: string | undefined;
    /** The release that is emulated or was named; `undefined` where it is not known. */
    readonly release: string | undefined;
  };
  /** ISO 8601. */
  readonly startedAt: string;
  readonly ms: number;
  /** In the order of the command line, whatever order they ended in. */
  readonly scenarios: readonly ScenarioResult[];
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countsOf(scenarios: readonly { readonly outcome: Outcome }[]): Counts {
  const count = (outcome: Outcome) => scenarios.filter((scenario) => scenario.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
