import { matchValue } from '../match/match-value.js';
import type { EmulatorAction } from '../scenario.js';
import { type Missed, polled } from './polling.js';
import type { Scene, Scope } from './scene.js';
import { StepFailure, StepSkipped } from './step-failure.js';

type Shows = EmulatorAction & { readonly verb: 'shows' };

/** What only an emulator can be asked or told. */
export async function playEmulator(action: EmulatorAction, scene: Scene, scope: Scope): Promise<void> {
  const { emulator } = scene.stage;
  if (emulator === undefined) throw new StepSkipped('the target is no emulator');
  if (action.verb === 'behaves') return emulator.clearFaults();
  if (action.verb === 'misbehaves') return emulator.addFault(action.account, action.fault);
  if (!action.until) return look(action, scene, scope).then((result) => conclude(result));
  await polled({
    ms: action.within ?? scene.limits.receive,
    isOver: () => scene.interruption.isThere,
    attempt: () => look(action, scene, scope),
  });
}

function conclude(missed: Missed | undefined): void {
  if (missed !== undefined) throw missed.failure('the emulator shows something else');
}

async function look(action: Shows, { stage }: Scene, scope: Scope): Promise<Missed | undefined> {
  const { presenceOf, expect, unless } = action;
  const value =
    presenceOf === undefined
      ? await stage.emulator?.state()
      : await stage.emulator?.presence(stage.jidOf(presenceOf));
  const found = {
    value,
    what: [presenceOf === undefined ? 'state' : 'presence'],
    variables: scope.variables,
  };
  const { mismatches, captures } = matchValue(expect, found);
  if (mismatches.length === 0) {
    scope.keep(captures);
    return undefined;
  }
  if (unless !== undefined && matchValue(unless, found).mismatches.length === 0)
    throw new StepFailure('what unless names came first', { path: unless.path });
  return { failure: (text: string) => new StepFailure(text, { mismatches }) };
}
