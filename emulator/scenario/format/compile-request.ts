import type { z } from 'zod';
import type { Path } from '../match/matcher.js';
import type { RequestAction } from '../scenario.js';
import type { Compilation } from './compilation.js';
import { compileAnswer } from './compile-answer.js';
import { fileOf, readContent } from './content.js';
import { access, withType } from './request-access.js';
import type { requestVerbs } from './request-verbs.js';
import type { Content } from './values.js';

type PlainValue = z.output<(typeof requestVerbs)['gets' | 'posts' | 'puts' | 'deletes' | 'requests']>;

const METHODS = { gets: 'GET', posts: 'POST', puts: 'PUT', deletes: 'DELETE' } as const;

/** Any other request, as it is written. */
export function compileRequest(value: PlainValue, path: Path, compilation: Compilation): RequestAction {
  const { method, target } = methodAndTarget(value, path, compilation);
  const { body, type, form } =
    'body' in value || 'json' in value || 'xml' in value ? compileBody(value, path, compilation) : NO_BODY;
  const until = 'until' in value ? value.until : undefined;
  const unless = 'unless' in value ? value.unless : undefined;
  if (until !== undefined && value.expect !== undefined)
    compilation.tell([...path, 'until'], 'expect and until say the same: choose one');
  if (unless !== undefined && until === undefined)
    compilation.tell([...path, 'unless'], 'unless goes with until: it ends the waiting early');
  return {
    verb: 'requests',
    method,
    path: target,
    headers: withType(value.headers, type),
    body,
    bodyForm: form,
    ...access(value),
    expect: compileAnswer(value.expect ?? {}, [...path, 'expect'], compilation),
    until: until === undefined ? undefined : compileAnswer(until, [...path, 'until'], compilation),
    unless: unless === undefined ? undefined : compileAnswer(unless, [...path, 'unless'], compilation),
  };
}

function methodAndTarget(
  value: PlainValue,
  path: Path,
  compilation: Compilation,
): { readonly method: string; readonly target: string } {
  if ('requests' in value) {
    const [, method, target] = /^([A-Za-z]+) (\/\S*)$/.exec(value.requests) ?? [];
    if (method !== undefined && target !== undefined) return { method, target };
    const message = `found ${JSON.stringify(value.requests)}, expected a method and a path, such as PATCH /rest/user/{test}`;
    compilation.tell([...path, 'requests'], message);
    return { method: 'GET', target: '/' };
  }
  for (const [verb, method] of Object.entries(METHODS)) {
    const target = (value as { readonly [verb: string]: unknown })[verb];
    if (typeof target !== 'string') continue;
    if (!/^\/\S*$/.test(target)) {
      const message = `found ${JSON.stringify(target)}, expected a path that begins with / and has no white space, such as /rest/user/{test}/status`;
      compilation.tell([...path, verb], message);
    }
    return { method, target };
  }
  return { method: 'GET', target: '/' };
}

interface Body {
  readonly body: string | undefined;
  readonly type: string | undefined;
  readonly form: RequestAction['bodyForm'];
}

const NO_BODY: Body = { body: undefined, type: undefined, form: 'text' };

function compileBody(
  value: { readonly json?: unknown; readonly xml?: Content | undefined; readonly body?: Content | undefined },
  path: Path,
  compilation: Compilation,
): Body {
  const given = (['json', 'xml', 'body'] as const).filter((key) => value[key] !== undefined);
  if (given.length > 1)
    compilation.tell([...path, given[1] ?? ''], `${given.join(' and ')} can't stand together: choose one`);
  if (value.json !== undefined) {
    const file = fileOf(value.json);
    const body =
      file === undefined ? JSON.stringify(value.json) : readContent(file, [...path, 'json'], compilation);
    return { body, type: 'application/json', form: 'json' };
  }
  if (value.xml !== undefined)
    return {
      body: readContent(value.xml, [...path, 'xml'], compilation),
      type: 'application/xml',
      form: 'xml',
    };
  if (value.body === undefined) return NO_BODY;
  return { body: readContent(value.body, [...path, 'body'], compilation), type: undefined, form: 'text' };
}
