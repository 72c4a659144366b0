import { referencesOf } from '../actions.js';
import type { Failure, Happening, StepResult } from '../result.js';
import type { Action, Scenario, Step } from '../scenario.js';
import { filled } from '../variables.js';
import { playClient } from './client-steps.js';
import { playEmulator } from './emulator-steps.js';
import type { HttpClient } from './http-exchange.js';
import { INTERRUPTED, Interruption } from './interruption.js';
import { asStepFailure, placed } from './placed-failure.js';
import { redactedPlace } from './redaction.js';
import { playRequest } from './request-steps.js';
import { type Scene, Scope } from './scene.js';
import { type Stage, type Target, TargetError } from './stage.js';
import { StepFailure, StepSkipped } from './step-failure.js';

export interface PlayOptions {
  readonly target: Target;
  readonly http: HttpClient;
  /** What may end it early. */
  readonly interruption?: Interruption;
  /** Whether a warning of the emulator's fails the step that it is about. */
  readonly strict: boolean;
}

/** Why a step was not played. */
const AFTER_FAILURE = 'a step before it failed';

/** One scenario being played, on a stage that is there. */
export class Playing {
  private readonly results: StepResult[] = [];
  private readonly scene: Scene;
  private happenings: Happening[] = [];
  private hasFailed = false;

  constructor(
    private readonly scenario: Scenario,
    private readonly stage: Stage,
    private readonly options: PlayOptions,
  ) {
    this.scene = {
      stage,
      http: options.http,
      embedded: options.target.kind === 'embedded emulator',
      limits: { ...options.target.limits, ...scenario.limits },
      clients: new Map(),
      addresses: new Map(),
      secrets: new Set(),
      interruption: options.interruption ?? new Interruption(),
      tell: (happening) => this.happenings.push(happening),
    };
  }

  /** What the story itself named. */
  get secrets(): Iterable<string> {
    return this.scene.secrets;
  }

  async play(): Promise<readonly StepResult[]> {
    const { given, steps, finally: last } = this.scenario;
    const { domain, mark, release = '' } = this.stage;
    const accounts = Object.fromEntries(given.accounts.map((name) => [name, this.stage.jidOf(name)]));
    const base = { domain, mark, release, ...accounts };
    const variables = Object.fromEntries(
      Object.entries(given.variables).map(([name, text]) => [name, filled(text, base)]),
    );
    const scope = new Scope({ ...base, ...variables }, this.scene.addresses);
    const attentive = this.scene.interruption.subscribe(() => this.interrupt());
    try {
      await this.playSteps(steps, scope, 'steps');
      const before = this.hasFailed;
      this.hasFailed = false;
      await this.playSteps(last, scope, 'finally');
      this.hasFailed ||= before;
    } finally {
      attentive();
      await this.close();
    }
    return this.results;
  }

  /** Nothing is waited for any more; the steps that are left are not played. */
  private interrupt(): void {
    this.scene.http.abort(INTERRUPTED);
    for (const { inbox } of this.scene.clients.values()) inbox.end(INTERRUPTED);
  }

  private async close(): Promise<void> {
    const { clients } = this.scene;
    for (const client of clients.values()) if (!client.isGone) await client.leave().catch(() => {}); // it is over either way
    const leftBehind = await this.stage.close();
    const [first] = leftBehind;
    const place = this.scenario.source.placeOf(['given']);
    if (first === undefined) return;
    this.results.push({
      section: 'given',
      text: 'what the scenario made is put away',
      place,
      depth: 0,
      outcome: 'failed',
      ms: 0,
      happenings: this.happenings.splice(0),
      failure: { message: leftBehind.join('; '), place, differences: [] },
    });
  }

  private async playSteps(
    steps: readonly Step[],
    scope: Scope,
    section: StepResult['section'],
  ): Promise<void> {
    for (const step of steps) {
      const { action } = step;
      if (action.verb !== 'plays') await this.playStep(step, action, scope, section);
      else {
        this.tellPart(step, section);
        const inner = scope.inner();
        await this.playSteps(action.steps, inner, section);
        for (const name of action.keeps) {
          const value = inner.get(name);
          if (value !== undefined) scope.keep({ [name]: value });
        }
      }
    }
  }

  /** A part is a line of its own, so that one sees from where its steps are played. */
  private tellPart({ text, depth, source, path }: Step, section: StepResult['section']): void {
    const place = redactedPlace(source.placeOf(path));
    const outcome = this.hasFailed
      ? ({ outcome: 'skipped', reason: AFTER_FAILURE } as const)
      : ({ outcome: 'passed' } as const);
    this.results.push({ section, text, depth, place, ...outcome, ms: 0, happenings: [] });
  }

  private async playStep(
    step: Step,
    action: Exclude<Action, { readonly verb: 'plays' }>,
    scope: Scope,
    section: StepResult['section'],
  ): Promise<void> {
    const { text, depth, source, path } = step;
    const common = { section, text, depth, place: redactedPlace(source.placeOf(path)) };
    if (this.hasFailed) {
      this.results.push({ ...common, outcome: 'skipped', reason: AFTER_FAILURE, ms: 0, happenings: [] });
      return;
    }
    const started = performance.now();
    const end = (rest: Pick<StepResult, 'outcome' | 'reason' | 'failure'>) => {
      const ms = performance.now() - started;
      this.results.push({ ...common, ms, happenings: this.happenings, ...rest });
      this.happenings = [];
      this.hasFailed ||= rest.outcome === 'failed';
    };
    try {
      if (section === 'steps' && this.scene.interruption.isThere) throw new StepFailure(INTERRUPTED);
      mustHaveValues(action, scope);
      await perform(action, this.scene, scope);
      const warning = this.options.strict ? this.warningOf(step) : undefined;
      end(warning === undefined ? { outcome: 'passed' } : { outcome: 'failed', failure: warning });
    } catch (failure) {
      if (failure instanceof TargetError) throw failure;
      if (failure instanceof StepSkipped) end({ outcome: 'skipped', reason: failure.message });
      else end({ outcome: 'failed', failure: placed(asStepFailure(failure), step) });
    }
  }

  private warningOf(step: Step): Failure | undefined {
    const notes = this.happenings.flatMap((happening) =>
      happening.kind === 'exchange' ? happening.notes : [],
    );
    const [warning] = notes.filter(({ severity }) => severity === 'warning');
    if (warning === undefined) return undefined;
    const message = `the emulator warns, and --strict lets no warning pass: ${warning.text}`;
    return { message, place: redactedPlace(step.source.placeOf(step.path)), differences: [] };
  }
}

/** A variable may have none where a step before it was not reached, as in what is played at last. */
function mustHaveValues(action: Action, scope: Scope): void {
  const { variables } = scope;
  const missing = referencesOf(action).find((name) => !Object.hasOwn(variables, name));
  if (missing !== undefined)
    throw new StepSkipped(`{${missing}} has no value: the step that gives it one was not reached`);
}

function perform(
  action: Exclude<Action, { readonly verb: 'plays' }>,
  scene: Scene,
  scope: Scope,
): Promise<void> {
  switch (action.verb) {
    case 'requests':
      return playRequest(action, scene, scope);
    case 'shows':
    case 'misbehaves':
    case 'behaves':
      return playEmulator(action, scene, scope);
    default:
      return playClient(action, scene, scope);
  }
}
