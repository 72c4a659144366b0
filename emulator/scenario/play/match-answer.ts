import { matchValue } from '../match/match-value.js';
import {
  type BodyMatcher,
  both,
  type Match,
  type Mismatch,
  noMismatch,
  type Path,
} from '../match/matcher.js';
import { shownValue } from '../match/shown.js';
import { matchXml } from '../match/xml-matcher.js';
import { readXml, XmlError } from '../match/xml-node.js';
import type { PlayedAnswer } from '../result.js';
import type { AnswerMatcher } from '../scenario.js';
import { filled, type Variables } from '../variables.js';
import type { Exchanged } from './http-exchange.js';

/** Holds what came back against what was expected of it. */
export function matchAnswer(expected: AnswerMatcher, exchanged: Exchanged, variables: Variables): Match {
  if (expected.kind === 'no answer') {
    if ('problem' in exchanged && exchanged.isSilence) return noMismatch;
    const found =
      'problem' in exchanged ? exchanged.problem : `${exchanged.answer.status} ${exchanged.answer.reason}`;
    return one({ path: expected.path, what: ['answer'], expected: 'none', found });
  }
  if ('problem' in exchanged)
    return one({ path: expected.path, what: ['answer'], expected: 'one', found: exchanged.problem });
  const { answer } = exchanged;
  const status = matchValue(expected.status, { value: answer.status, what: ['status'], variables });
  const matches = [status];
  if (expected.reason !== undefined)
    matches.push(matchValue(expected.reason, { value: answer.reason, what: ['reason'], variables }));
  for (const { name, matcher } of expected.headers)
    matches.push(
      matchValue(matcher, { value: headerOf(answer, name), what: ['header', name], variables, isText: true }),
    );
  for (const body of expected.body) matches.push(matchBody(body, answer, variables));
  if (expected.success !== undefined && status.mismatches.length === 0)
    matches.push(matchSuccess(expected.path, String(expected.success), answer));
  return both(matches);
}

function one(mismatch: Mismatch): Match {
  return { mismatches: [mismatch], captures: {} };
}

/** Several headers of one name count as one, with commas (RFC 9110, section 5.3). */
export function headerOf({ headers }: PlayedAnswer, name: string): string | undefined {
  const values = headers.filter(([found]) => found.toLowerCase() === name.toLowerCase());
  return values.length === 0 ? undefined : values.map(([, value]) => value).join(', ');
}

function matchBody(expected: BodyMatcher, { body }: PlayedAnswer, variables: Variables): Match {
  const { path, kind } = expected;
  switch (kind) {
    case 'json': {
      const value = parsedJson(body);
      if (value === undefined) return one({ path, what: ['body'], expected: 'JSON', found: shownBody(body) });
      return matchValue(expected.matcher, { value, what: ['json'], variables });
    }
    case 'xml':
      try {
        return matchXml(expected.matcher, readXml(body), ['xml'], variables);
      } catch (failure) {
        if (!(failure instanceof XmlError)) throw failure;
        const found = `${shownBody(body)}, which is none: ${failure.message}`;
        return one({ path, what: ['body'], expected: 'XML', found });
      }
    case 'text':
      return matchValue(expected.matcher, { value: body, what: ['text'], variables });
    case 'bytes': {
      const bytes = filled(expected.text, variables);
      return bytes === body ? noMismatch : one(byteMismatch(path, bytes, body));
    }
  }
}

/** `undefined` where it is none. */
function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** How much of a body is shown where it can't be read, in characters. */
const SHOWN = 200;

function shownBody(body: string): string {
  if (body === '') return 'nothing';
  return shownValue(body.length > SHOWN ? `${body.slice(0, SHOWN)}…` : body);
}

/** Where two texts begin to differ, with what stands around it. */
function byteMismatch(path: Path, expected: string, found: string): Mismatch {
  let at = 0;
  while (at < expected.length && expected[at] === found[at]) at += 1;
  const line = expected.slice(0, at).split('\n').length;
  const around = (text: string) => {
    const start = Math.max(0, at - 20);
    return `${start > 0 ? '…' : ''}${text.slice(start, at + 40)}${text.length > at + 40 ? '…' : ''}`;
  };
  return {
    path,
    what: ['bytes', `from character ${at + 1}, in line ${line}`],
    expected: shownValue(around(expected)),
    found: shownValue(around(found)),
  };
}

/** The confirmation that the documentation says to look for: `success`, in JSON or XML. */
function matchSuccess(path: Path, expected: string, answer: PlayedAnswer): Match {
  const success = successIn(answer);
  if (success === expected) return noMismatch;
  return one({ path, what: ['success'], expected, found: success ?? 'no success in the answer' });
}

function successIn({ body }: PlayedAnswer): string | undefined {
  try {
    const { status } = JSON.parse(body) as { readonly status?: { readonly success?: unknown } };
    return status?.success === undefined ? undefined : String(status.success);
  } catch {
    try {
      return readXml(body).children.find(({ name }) => name === 'success')?.text;
    } catch {
      return undefined;
    }
  }
}
