import { isUtf8 } from 'node:buffer';
import { redactedText } from '../../redact.js';
import type { Difference } from '../result.js';
import type { RawAnswer } from './answer-reader.js';
import { bodyOf } from './raw-exchange.js';
import type { RecordedResponse } from './recording.js';

/**
 * In what an answer differs from the recorded one: status, reason phrase, headers but `Date`, and the body byte for
 * byte, but for the number in the `uid` of an account, which is the database's.
 */
export function differences(recorded: RecordedResponse, answer: RawAnswer): Difference[] {
  return [
    ...differing('answer › status', String(recorded.status), String(answer.status)),
    ...differing('answer › reason', JSON.stringify(recorded.reason), JSON.stringify(answer.reason)),
    ...headerDifferences(recorded.headers, answer.headers),
    ...bodyDifferences(bodyOf(recorded), answer.body),
    ...differing('answer › after its end', 'nothing', shownSurplus(answer.surplus)),
  ];
}

function differing(what: string, expected: string, found: string): Difference[] {
  return expected === found ? [] : [{ what, expected, found }];
}

function shownSurplus(bytes: Buffer): string {
  return bytes.length === 0 ? 'nothing' : JSON.stringify(clipped(bytes.toString('latin1'), 0));
}

/** Names count without regard to case, values to the letter; the order of headers with different names is free. */
function headerDifferences(recorded: RawAnswer['headers'], found: RawAnswer['headers']): Difference[] {
  const [expectedValues, foundValues] = [valuesByName(recorded), valuesByName(found)];
  return [...new Set([...expectedValues.keys(), ...foundValues.keys()])].flatMap((name) => {
    const spelled = [...recorded, ...found].find(([spelling]) => spelling.toLowerCase() === name)?.[0];
    return differing(
      `answer › headers › ${spelled}`,
      shownValues(expectedValues.get(name)),
      shownValues(foundValues.get(name)),
    );
  });
}

function valuesByName(headers: RawAnswer['headers']): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [spelling, value] of headers) {
    const name = spelling.toLowerCase();
    if (name !== 'date') values.set(name, [...(values.get(name) ?? []), value].sort());
  }
  return values;
}

function shownValues(values: readonly string[] | undefined): string {
  return values?.map((value) => JSON.stringify(value)).join(', ') ?? 'absent';
}

/** The first difference between two bodies, by its line and by its byte in that line, each from 1. */
function bodyDifferences(recorded: Buffer, found: Buffer): Difference[] {
  const [expectedBytes, foundBytes] = [withoutUid(recorded), withoutUid(found)];
  if (expectedBytes.equals(foundBytes)) return [];
  let at = 0;
  while (at < expectedBytes.length && expectedBytes[at] === foundBytes[at]) at += 1;
  const start = at === 0 ? 0 : expectedBytes.lastIndexOf(0x0a, at - 1) + 1;
  const line = expectedBytes.subarray(0, start).toString('latin1').split('\n').length;
  const areTexts = isUtf8(expectedBytes) && isUtf8(foundBytes);
  const shown = areTexts ? shownLine : shownBytes;
  return [
    {
      what: `answer › body › line ${line}, byte ${at - start + 1}`,
      expected: shown(expectedBytes, start, at),
      found: shown(foundBytes, start, at),
    },
  ];
}

/** A body with `*` for the number in an account's `uid`. */
export function withoutUid(body: Buffer): Buffer {
  if (!body.includes('uid')) return body;
  return Buffer.from(body.toString('latin1').replace(/("uid": |<uid>)-?\d+/, '$1*'), 'latin1');
}

/** The line that starts at `start`, with its end where that is what differs at `at`. */
function shownLine(body: Buffer, start: number, at: number): string {
  if (at >= body.length && start === at) return 'the end of the body';
  const end = body.indexOf(0x0a, at);
  const line = body.subarray(start, end === at ? at + 1 : end < 0 ? undefined : end).toString('utf8');
  const redacted = redactedText(line);
  const position = redacted === line ? body.subarray(start, at).toString('utf8').length : 0;
  return JSON.stringify(clipped(redacted, position));
}

function shownBytes(body: Buffer, start: number, at: number): string {
  const bytes = body.subarray(Math.max(start, at - 8), at + 16).toString('hex');
  return bytes === '' ? 'the end of the body' : `bytes ${bytes.replace(/..(?=.)/g, '$& ')}`;
}

/** Of a long text, what is around a position. */
function clipped(text: string, position: number): string {
  const from = text.length <= 200 ? 0 : Math.max(0, position - 80);
  const clip = text.slice(from, from + 200);
  return `${from > 0 ? '…' : ''}${clip}${from + clip.length < text.length ? '…' : ''}`;
}
