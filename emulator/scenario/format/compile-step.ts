import { z } from 'zod';
import { didYouMean, type JsonSchema, type OptionProblem, problemsOf } from '../../options/option-errors.js';
import type { Path } from '../match/matcher.js';
import type { Action, ClientName, Step } from '../scenario.js';
import { clientVerbs, lonelyClientVerbs } from './client-verbs.js';
import type { Compilation } from './compilation.js';
import { compileClient } from './compile-client.js';
import { compileMisbehaves, compileShows } from './compile-emulator.js';
import { compileRequest } from './compile-request.js';
import { compileStatus } from './compile-status.js';
import { emulatorVerbs, lonelyEmulatorVerbs, requestVerbs } from './request-verbs.js';
import { sentenceOf } from './sentence.js';

/** Who does things in a story: a client of an account, an application, or the emulator. */
type Role = 'client' | 'application' | 'emulator';

const VERBS: { readonly [role in Role]: { readonly [verb: string]: z.ZodType } } = {
  client: clientVerbs,
  application: requestVerbs,
  emulator: emulatorVerbs,
};

/** Verbs that may stand alone, as a text. */
const LONELY: { readonly [role in Role]: readonly string[] } = {
  client: lonelyClientVerbs,
  application: [],
  emulator: lonelyEmulatorVerbs,
};

/** Reads a step `actor: action`; what is wrong goes to the compilation, and then there is no step. */
export function compileStep(
  value: unknown,
  path: Path,
  depth: number,
  compilation: Compilation,
): Step | undefined {
  const [entry, ...others] = Object.entries(Object(value));
  if (entry === undefined || typeof value !== 'object' || Array.isArray(value)) {
    compilation.tell(path, 'found no step: a step says who does what, such as "alice: connects"');
    return undefined;
  }
  const [actor, action] = entry;
  if (others.length > 0) {
    const [[second] = ['']] = others;
    const message = `a step has one actor, and ${actor} is it: indent ${second} below ${actor}, or make it a step of its own`;
    compilation.tell([...path, second], message, 'key');
    return undefined;
  }
  const role = roleOf(actor, path, compilation);
  if (role === undefined) return undefined;
  const compiled = compileAction(role, actor, action, [...path, actor], compilation);
  compilation.tellMatchers();
  if (compiled === undefined) return undefined;
  return { source: compilation.source, path, depth, text: sentenceOf(actor, action), action: compiled };
}

function roleOf(actor: string, path: Path, compilation: Compilation): Role | undefined {
  const { accounts, applications } = compilation.cast;
  if (actor === 'emulator') return 'emulator';
  if (applications.includes(actor)) return 'application';
  const [account = ''] = actor.split('/', 1);
  if (accounts.includes(account)) return 'client';
  const known = [...accounts, ...applications, 'emulator', 'play'];
  compilation.tell([...path, actor], `there is no actor ${actor}: ${didYouMean(account, known)}`, 'key');
  return undefined;
}

function compileAction(
  role: Role,
  actor: string,
  given: unknown,
  path: Path,
  compilation: Compilation,
): Action | undefined {
  const action = typeof given === 'string' && LONELY[role].includes(given) ? { [given]: null } : given;
  const known = [...new Set([...Object.keys(VERBS[role]), ...LONELY[role]])];
  if (typeof action === 'string') {
    compilation.tell(path, `unknown step "${action}": ${didYouMean(action, known)}`);
    return undefined;
  }
  const keys = Object.keys(Object(action));
  const [verb = ''] = keys;
  if (typeof action !== 'object' || action === null || Array.isArray(action) || verb === '') {
    compilation.tell(path, `found nothing that ${actor} does: ${known.join(', ')}`);
    return undefined;
  }
  if (!known.includes(verb)) {
    const later = keys.find((key) => known.includes(key));
    const message = later === undefined ? didYouMean(verb, known) : `the verb comes first: ${later}`;
    compilation.tell([...path, verb], `unknown step "${verb}": ${message}`, 'key');
    return undefined;
  }
  if (verb === 'behaves') {
    const [, surplus] = keys;
    if (surplus !== undefined)
      compilation.tell([...path, surplus], `unknown key ${surplus}: behaves stands alone`, 'key');
    return { verb: 'behaves' };
  }
  const read = readVerb(role, verb, action, path, compilation);
  return read === undefined ? undefined : compileVerb(role, actor, verb, read, path, compilation);
}

function readVerb(
  role: Role,
  verb: string,
  action: object,
  path: Path,
  compilation: Compilation,
): object | undefined {
  const schema = VERBS[role][verb];
  const result = schema?.safeParse(action);
  if (schema === undefined || result === undefined) return undefined;
  if (result.success) return result.data as object;
  const problems = problemsOf(result.error, z.toJSONSchema(schema, { io: 'input' }) as JsonSchema, action);
  for (const problem of problems) tellOption(problem, path, compilation);
  return undefined;
}

export function tellOption(
  { path, message, atKey }: OptionProblem,
  outer: Path,
  compilation: Compilation,
): void {
  compilation.tell([...outer, ...path], message, atKey ? 'key' : 'value');
}

/** Each verb's own schema has read its value, which is why the types hold. */
function compileVerb(
  role: Role,
  actor: string,
  verb: string,
  value: object,
  path: Path,
  compilation: Compilation,
): Action {
  if (role === 'client') {
    const compile = compileClient[verb as keyof typeof compileClient];
    return compile(value as never, clientName(actor), path, compilation);
  }
  if (verb === 'shows') return compileShows(value as never, path, compilation);
  if (verb === 'misbehaves for') return compileMisbehaves(value as never, path, compilation);
  if (verb === 'sets status of' || verb === 'removes status of')
    return compileStatus(value as never, path, compilation);
  return compileRequest(value as never, path, compilation);
}

function clientName(actor: string): ClientName {
  const [account = '', ...resource] = actor.split('/');
  return { actor, account, resource: resource.length === 0 ? undefined : resource.join('/') };
}
