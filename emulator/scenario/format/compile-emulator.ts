import type { z } from 'zod';
import type { Path } from '../match/matcher.js';
import type { EmulatorAction } from '../scenario.js';
import type { Compilation } from './compilation.js';
import type { emulatorVerbs } from './request-verbs.js';

type Values = { readonly [verb in keyof typeof emulatorVerbs]: z.output<(typeof emulatorVerbs)[verb]> };

export function compileShows(value: Values['shows'], path: Path, compilation: Compilation): EmulatorAction {
  const { shows, of, expect, until, unless, within } = value;
  if (shows === 'presence' && of === undefined)
    compilation.tell([...path, 'shows'], 'presence is somebody’s: say whose with of, such as of: test');
  if (shows === 'state' && of !== undefined)
    compilation.tell([...path, 'of'], 'the state is everybody’s: leave of out', 'key');
  const presenceOf = of === undefined ? undefined : compilation.account(of, [...path, 'of']);
  if (expect === undefined && until === undefined)
    compilation.tell([...path, 'shows'], 'say what it must be: with expect at once, with until in a while');
  if (expect !== undefined && until !== undefined)
    compilation.tell([...path, 'until'], 'expect and until say the same: choose one');
  const lonely = unless !== undefined ? 'unless' : within !== undefined ? 'within' : undefined;
  if (until === undefined && lonely !== undefined)
    compilation.tell([...path, lonely], `${lonely} goes with until`, 'key');
  return {
    verb: 'shows',
    presenceOf,
    expect: compilation.matcher(until ?? expect ?? null, [...path, until === undefined ? 'expect' : 'until']),
    until: until !== undefined,
    unless: unless === undefined ? undefined : compilation.matcher(unless, [...path, 'unless']),
    within,
  };
}

export function compileMisbehaves(
  value: Values['misbehaves for'],
  path: Path,
  compilation: Compilation,
): EmulatorAction {
  const {
    'misbehaves for': user,
    resource,
    status,
    body,
    delay,
    drops,
    never,
    success,
    applied,
    presence,
    stream,
    times,
  } = value;
  const account = compilation.account(user, [...path, 'misbehaves for']);
  const fault = {
    ...(delay === undefined ? {} : { delayMs: delay }),
    ...(status === undefined ? {} : { status }),
    ...(body === undefined ? {} : { body }),
    ...(drops === undefined ? {} : { drop: true }),
    ...(never === undefined ? {} : { noAnswer: true }),
    ...(success === undefined ? {} : { success }),
    ...(applied === undefined ? {} : { applied }),
    ...(presence === undefined ? {} : { presence: presenceFault(presence) }),
    ...(stream === undefined ? {} : { stream }),
  };
  const ways = [status, drops, never, success].filter((way) => way !== undefined);
  if (ways.length > 1)
    compilation.tell(path, 'status, drops: connection, never: answers and success: false exclude each other');
  const isOfCalls = ways.length > 0 || delay !== undefined;
  if (stream !== undefined && (isOfCalls || presence !== undefined))
    compilation.tell([...path, 'stream'], 'stream stands alone: write two steps', 'key');
  if (!isOfCalls && presence === undefined && stream === undefined)
    compilation.tell(
      [...path, 'misbehaves for'],
      'say how: status, delay, drops: connection, never: answers, success: false, presence, or stream: cut',
    );
  if (body !== undefined && status === undefined)
    compilation.tell([...path, 'body'], 'body goes with status', 'key');
  return {
    verb: 'misbehaves',
    account,
    fault: {
      match: resource === undefined ? {} : { resource },
      fault,
      ...(times === undefined ? {} : { times }),
    },
  };
}

function presenceFault(presence: NonNullable<Values['misbehaves for']['presence']>): string | object {
  return typeof presence === 'string' ? presence : { delayMs: presence.delay };
}
