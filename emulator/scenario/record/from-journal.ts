import { STATUS_CODES } from 'node:http';
import { wireForm } from '../../http-api/answer.js';
import { CUT } from '../../journal/cut.js';
import type { JournalRecord } from '../../journal/journal-record.js';
import { UsageError } from '../../usage-error.js';
import { headersFrom, type Exchange as RecordedExchange } from './exchange.js';
import { scenarioFrom } from './scenario-writer.js';

/**
 * The requests among some records as a scenario file, which holds no secrets.
 *
 * @throws {@link UsageError} where a record is no request, or no scenario can tell of any
 */
export function scenarioOf(records: readonly JournalRecord[], target: string): string {
  const recorded = records.map((record) => recordedFrom(record));
  const written = scenarioFrom(recorded, { recordedAt: new Date(), target });
  if (written === undefined)
    throw new UsageError('none of the requests can be told in a scenario: choose calls of the HTTP API');
  return written.text;
}

function recordedFrom(record: JournalRecord): RecordedExchange {
  if (record.what !== 'exchange') throw new UsageError(`the entry ${record.id} is no request`);
  const { method, target, headers, body = '', answer, httpVersion, notes } = record.exchange;
  if (method === '' || answer === undefined)
    throw new UsageError(
      `the request ${record.id} ${answer ? 'is none that a client sends' : 'was not answered'}`,
    );
  if (notes.some(({ code }) => code === CUT.request || code === CUT.answer))
    throw new UsageError(
      `the journal keeps the request ${record.id} in part, since it is long: record it with the record command`,
    );
  return {
    request: { method, target, headers: headersFrom(headers), body: Buffer.from(body) },
    answer: {
      status: answer.status,
      reason: STATUS_CODES[answer.status] ?? '',
      headers: headersFrom(wireForm(answer, { method, httpVersion }).headers),
      body: Buffer.from(method === 'HEAD' ? '' : answer.body),
    },
  };
}
