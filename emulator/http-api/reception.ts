import { error } from '../note.js';
import type { Release } from '../release.js';
import { methodNotSupported, rejection, serverError } from './answer.js';
import type { Refusal } from './exchange.js';
import { readTarget, urlDecode } from './request-target.js';

/** Where a request goes, or the answer that it gets before any route is asked. */
export type Reception = { readonly path: string; readonly query: string } | Refusal;

/**
 * What stands before Tigase's routes: the Java HTTP server's reading of the target, its contexts, and the methods
 * that the REST module knows. Source: recordings "path", "route", "method" and "odd request".
 */
export function reception(method: string, target: string, release: Release): Reception {
  const read = readTarget(target);
  if (read === undefined) {
    const text =
      'The request target is no URI: characters other than those of RFC 2396 must be percent-encoded';
    return { answer: rejection(400, 'URISyntaxException thrown'), note: error('uri-syntax', text) };
  }
  if (!read.path.startsWith('/')) {
    return {
      answer: rejection(404, 'No context found for request'),
      note: error('no-context', 'The request target has no path'),
    };
  }
  if (!read.path.startsWith('/rest')) {
    return {
      answer: methodNotSupported(method),
      note: error('no-context', `Only paths under /rest are emulated, not ${read.path}`),
    };
  }
  if (release.knownMethods !== undefined && !release.knownMethods.includes(method)) {
    return {
      answer: serverError,
      note: error('method-unknown', `Tigase ${release.name} fails on the method ${method}`),
    };
  }
  return { path: release.decodesPath ? urlDecode(read.routePath) : read.routePath, query: read.query };
}
