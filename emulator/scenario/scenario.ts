import type { EmulatorOptions } from '../options/emulator-options.js';
import type { ReleaseName } from '../release.js';
import type { Source } from './format/source.js';
import type { BodyMatcher, Matcher, Path } from './match/matcher.js';
import type { StanzaMatcher } from './match/stanza-matcher.js';
import type { Variables } from './variables.js';

/** A story, checked and ready to be played: plain data, which other functions carry out. */
export interface Scenario {
  readonly source: Source;
  /** With the values of its matrix. */
  readonly name: string;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  /** The releases that it holds for; all where there are none. */
  readonly releases: readonly ReleaseName[] | undefined;
  /** The release that its matrix asks for. */
  readonly release: ReleaseName | undefined;
  readonly given: Given;
  /** Where it says otherwise than the target. */
  readonly limits: Partial<Limits>;
  readonly steps: readonly Step[];
  /** Played whatever happens. */
  readonly finally: readonly Step[];
}

export interface Given {
  /** Accounts of this story's own. */
  readonly accounts: readonly string[];
  /** Who is subscribed to each other. */
  readonly contacts: readonly (readonly [string, string])[];
  /** How the embedded emulator is configured for it. */
  readonly emulator: EmulatorOptions;
  readonly variables: Variables;
}

/** How long things may take, in milliseconds. */
export interface Limits {
  readonly answer: number;
  readonly receive: number;
}

export interface Step {
  readonly source: Source;
  /** Where it stands in its file. */
  readonly path: Path;
  /** How many files deep it stands. */
  readonly depth: number;
  /** As a sentence. */
  readonly text: string;
  readonly action: Action;
}

/** A client of a user, such as `alice` or, with a resource of the story's choice, `alice/phone`. */
export interface ClientName {
  /** As it is written. */
  readonly actor: string;
  readonly account: string;
  readonly resource: string | undefined;
}

export type Action =
  | RequestAction
  | ClientAction
  | EmulatorAction
  | { readonly verb: 'plays'; readonly steps: readonly Step[]; readonly keeps: readonly string[] };

/** A text whose variables are filled in when it is played. */
export type Template = string;

export interface RequestAction {
  readonly verb: 'requests';
  readonly method: string;
  /** From the root of the HTTP API. */
  readonly path: Template;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly body: Template | undefined;
  /** How variables are written into the body. */
  readonly bodyForm: 'json' | 'xml' | 'text';
  /** `own`: the run's. */
  readonly apiKey: Template | 'own' | 'none';
  readonly credentials: Template | 'own' | 'none';
  readonly within: number | undefined;
  readonly expect: AnswerMatcher;
  /** Asks again until this fits, and no longer than until `unless` fits. */
  readonly until: AnswerMatcher | undefined;
  readonly unless: AnswerMatcher | undefined;
}

export type AnswerMatcher =
  | { readonly kind: 'no answer'; readonly path: Path }
  | {
      readonly kind: 'answer';
      readonly path: Path;
      readonly status: Matcher;
      readonly reason: Matcher | undefined;
      readonly headers: readonly { readonly name: string; readonly matcher: Matcher }[];
      readonly body: readonly BodyMatcher[];
      /** What it must say of `success`, in the form in which it comes. */
      readonly success: boolean | undefined;
    };

export interface StanzaTemplate {
  readonly kind: 'presence' | 'message';
  readonly attributes: readonly (readonly [name: string, value: Template])[];
  readonly children: readonly (readonly [name: string, text: Template])[];
}

export type ClientAction =
  | {
      readonly verb: 'connects';
      readonly client: ClientName;
      /** `undefined`: it sends none. */
      readonly presence: StanzaTemplate | undefined;
    }
  | { readonly verb: 'disconnects' | 'loses connection'; readonly client: ClientName }
  | {
      readonly verb: 'is disconnected';
      readonly client: ClientName;
      readonly condition: Matcher;
      readonly within: number | undefined;
    }
  | { readonly verb: 'sends'; readonly client: ClientName; readonly stanza: StanzaTemplate | Template }
  | {
      readonly verb: 'receives';
      readonly client: ClientName;
      readonly expected: readonly StanzaMatcher[];
      readonly within: number | undefined;
    }
  | { readonly verb: 'receives nothing'; readonly client: ClientName; readonly expected: StanzaMatcher };

export type EmulatorAction =
  | {
      readonly verb: 'shows';
      /** `undefined`: everything. */
      readonly presenceOf: string | undefined;
      readonly expect: Matcher;
      readonly until: boolean;
      readonly unless: Matcher | undefined;
      readonly within: number | undefined;
    }
  | { readonly verb: 'misbehaves'; readonly account: string; readonly fault: FaultValue }
  | { readonly verb: 'behaves' };

/** A fault in the form of the control interface. */
export interface FaultValue {
  readonly match: { readonly resource?: string };
  readonly fault: { readonly [key: string]: unknown };
  readonly times?: number;
}
