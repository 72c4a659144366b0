import { formOfType } from '../http-api/content.js';
import type { Exchange } from '../http-api/exchange.js';
import { bareJid } from '../jid.js';
import { redactedPath } from '../redact.js';
import type { JournalRecord } from './journal-record.js';
import { requestLine } from './request-line.js';
import type { StatusCall } from './status-call.js';

/** The call of the status endpoint that a record tells of; `undefined` where it is something else. */
export function statusCallOf(record: JournalRecord): StatusCall | undefined {
  if (record.what !== 'exchange' || record.exchange.call?.name !== 'status') return undefined;
  const { at, method, target, headers, call, change, answer, notes } = record.exchange;
  return {
    ...{ id: record.id, at, method, notes },
    path: redactedPath(target),
    user: bareJid(call),
    domain: call.domain,
    resource: call.resource,
    available: change?.available,
    show: change?.show,
    status: change?.status,
    priority: change?.priority,
    success: change?.success,
    format: formOfType(contentTypeOf(headers)),
    responseStatus: answer?.status,
  };
}

/** A request of any kind, with its answer, in a line. */
export function requestInWords({ method, target, answer }: Exchange): string {
  return requestLine({ method, path: redactedPath(target), status: answer?.status });
}

/** From name, value, name, value. */
function contentTypeOf(headers: readonly string[]): string {
  const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type');
  return at < 0 ? '' : (headers[at + 1] ?? '');
}
