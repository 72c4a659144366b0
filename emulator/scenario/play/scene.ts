import type { Happening } from '../result.js';
import type { Limits } from '../scenario.js';
import type { Variables } from '../variables.js';
import type { HttpClient } from './http-exchange.js';
import type { Interruption } from './interruption.js';
import type { Stage } from './stage.js';
import type { StoryClient } from './story-client.js';

/** What the steps of one scenario share while it is played. */
export interface Scene {
  readonly stage: Stage;
  readonly http: HttpClient;
  /** Whether the server ends with the run, so that nobody can ask it later. */
  readonly embedded: boolean;
  readonly limits: Limits;
  /** By actor, those that have connected. */
  readonly clients: Map<string, StoryClient>;
  /** Where clients are, as `{alice/phone}`. */
  readonly addresses: Map<string, string>;
  /** API keys and passwords that the story itself names, as they are sent. */
  readonly secrets: Set<string>;
  readonly interruption: Interruption;
  /** What happens goes into the report of the step that is being played. */
  readonly tell: (happening: Happening) => void;
}

/** The values of the story's variables, and of a part's own while that is played. */
export class Scope {
  constructor(
    private values: Variables,
    private readonly addresses: ReadonlyMap<string, string>,
  ) {}

  get variables(): Variables {
    return { ...this.values, ...Object.fromEntries(this.addresses) };
  }

  keep(captures: Variables): void {
    this.values = { ...this.values, ...captures };
  }

  /** The scope of a part, which sees what the story knows. */
  inner(): Scope {
    return new Scope(this.values, this.addresses);
  }

  get(name: string): string | undefined {
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }
}
