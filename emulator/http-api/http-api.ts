import type { IncomingMessage, ServerResponse } from 'node:http';
import type Koa from 'koa';
import Router from 'koa-router';
import { error, type Note } from '../note.js';
import type { Release } from '../release.js';
import type { SessionManager } from '../session-manager/session-manager.js';
import { type AccessOptions, accessRefusal, type CallAccess } from './access.js';
import { type AccountCallOptions, callAccount } from './account-calls.js';
import { type AccountListOptions, listAccounts } from './account-list.js';
import { type Answer, noRoute, serverError, writeAnswer } from './answer.js';
import { bodyReader } from './body.js';
import {
  type Call,
  contentLengthOf,
  contentTypeOf,
  type Exchange,
  type ExchangeListener,
  type ExchangeState,
  type Refusal,
  refuse,
} from './exchange.js';
import { reception } from './reception.js';
import { Recurring } from './recurring.js';
import { ACCOUNT, ACCOUNTS, STATUS } from './routes.js';
import { type StatusAtFaultOptions, setStatusAtFault } from './status-at-fault.js';
import { DEFAULT_RESOURCE, setStatus } from './status-endpoint.js';

export interface HttpApiOptions
  extends AccessOptions,
    StatusAtFaultOptions,
    AccountCallOptions,
    AccountListOptions {
  readonly sessionManager: SessionManager;
  /** The largest body that is read, in bytes. */
  readonly bodyLimit: number;
  /** Told of every exchange, after its answer is written. */
  readonly onExchange: ExchangeListener;
  /** Told of an error of the emulator's own, which is answered with a 500. */
  readonly onError: (error: unknown) => void;
  /** Whether an answer is the last on its connection, since the server stops. */
  readonly isLast: (request: IncomingMessage, response: ServerResponse) => boolean;
}

type Middleware = Koa.Middleware<ExchangeState>;

/** Tigase's HTTP API component as Koa middlewares, which answer every request. */
export function httpApi(options: HttpApiOptions): Middleware[] {
  const router = new Router<ExchangeState>();
  const access = (asked: CallAccess): Middleware => {
    return (ctx, next) => {
      const refusal = accessRefusal(ctx.req, ctx.state, options, asked);
      return refusal === undefined ? next() : refuse(ctx.state, refusal);
    };
  };
  const body = bodyReader(options.bodyLimit);
  router.post(STATUS, calling(statusCall), body, access('key'), async (ctx) => {
    const [local = '', domain = '', resource = DEFAULT_RESOURCE] = capturesOf(ctx);
    const jid = { local, domain, resource };
    const fault = options.faults.takeForCall(jid);
    if (fault === undefined) await setStatus(jid, ctx.state, options);
    else await setStatusAtFault(fault, jid, ctx.state, options);
  });
  const noRouteForIt = noRouteFits(options);
  const known: Middleware = (ctx, next) => (ctx.method === 'HEAD' ? noRouteForIt(ctx, next) : next()); // koa-router adds it to GET
  for (const method of ['get', 'put', 'post', 'delete'] as const) {
    router[method](ACCOUNT, known, calling(accountCall), body, access('key'), async (ctx) => {
      const [local = '', domain = ''] = capturesOf(ctx);
      await callAccount(method, { local, domain }, ctx.state, options);
    });
  }
  router.get(ACCOUNTS, known, calling(accountsCall), body, access('key and admin'), async (ctx) => {
    const [domain = ''] = capturesOf(ctx);
    await listAccounts(domain, ctx.state, options);
  });
  return [answering(options), receive(options), router.routes() as Middleware, noRouteForIt];
}

/** Writes the answer that the inner middlewares leave, unless that is withheld, and tells of the exchange. Nothing they throw gets past it. */
function answering(options: HttpApiOptions): Middleware {
  const headers = new Recurring();
  return async (ctx, next) => {
    const { req } = ctx;
    const state: ExchangeState = {
      notes: [],
      path: '',
      query: '',
      contentType: contentTypeOf(req),
      contentLength: contentLengthOf(req),
      startedAt: performance.now(),
      answer: undefined,
      withheld: undefined,
      change: undefined,
      effects: undefined,
      call: undefined,
      body: undefined,
    };
    ctx.respond = false;
    ctx.state = state;
    const at = Date.now();
    try {
      await next();
    } catch (failure) {
      if (req.socket.destroyed) return; // the client is gone
      options.onError(failure);
      refuse(state, ownFailure(failure));
    }
    const answer = state.withheld === undefined ? (state.answer ?? serverError) : undefined;
    if (answer !== undefined) writeAnswer(ctx.res, answer, { last: options.isLast(req, ctx.res) });
    else if (state.withheld === 'dropped') req.socket.destroy();
    else options.held.keepSilent(req.socket, state.call?.domain ?? '');
    options.onExchange(exchangeOf(req, headers.of(req.rawHeaders), state, at, answer));
  };
}

const NO_NOTES: readonly Note[] = Object.freeze([]); // shared by all that have none: nobody may add to it

function exchangeOf(
  { method = '', url: target = '', httpVersion: version }: IncomingMessage,
  headers: Exchange['headers'],
  { body, call, change, effects, notes: found, startedAt }: ExchangeState,
  at: number,
  answer: Answer | undefined,
): Exchange {
  const ms = performance.now() - startedAt;
  // one for all that are alike: the journal keeps a thousand
  const httpVersion = version === '1.1' ? '1.1' : version;
  const notes = found.length === 0 ? NO_NOTES : found;
  return { method, target, httpVersion, headers, body, call, at, ms, answer, change, effects, notes };
}

/** Says which call a request is, before anything can refuse it. */
function calling(callOf: (captures: readonly string[]) => Call): Middleware {
  return (ctx, next) => {
    ctx.state.call = callOf(capturesOf(ctx));
    return next();
  };
}

const statusCall = ([local = '', domain = '', resource = DEFAULT_RESOURCE]: readonly string[]): Call => {
  return { name: 'status', local, domain, resource };
};

const accountCall = ([local = '', domain = '']: readonly string[]): Call => {
  return { name: 'account', local, domain, resource: '' };
};

const accountsCall = ([domain = '']: readonly string[]): Call => {
  return { name: 'accounts', local: '', domain, resource: '' };
};

/** What stands before Tigase's routes; see {@link reception}. */
function receive({ release }: HttpApiOptions): Middleware {
  return (ctx, next) => {
    const { state, method } = ctx;
    const received = reception(method, ctx.req.url ?? '', release);
    if ('answer' in received) return refuse(state, received);
    state.path = received.path;
    state.query = received.query;
    // koa-router would parse a target with a host, which may be none to Node; no route has one
    if (!received.path.startsWith('/')) return refuse(state, noRouteRefusal(method, received.path, release));
    ctx.newRouterPath = received.path;
    return next();
  };
}

function noRouteFits({ release }: HttpApiOptions): Middleware {
  return ({ state, method }) => refuse(state, noRouteRefusal(method, state.path, release));
}

/** Tells of bytes that are no request, as of any other exchange. */
export function tellRejection(
  answer: Answer | undefined,
  reason: string,
  { onExchange }: HttpApiOptions,
): void {
  const note = error('no-request', `The bytes that came are no HTTP request: ${reason}`);
  onExchange({
    method: '',
    target: '',
    httpVersion: '1.1',
    headers: [],
    body: undefined,
    call: undefined,
    at: Date.now(),
    ms: 0,
    answer,
    change: undefined,
    effects: undefined,
    notes: [note],
  });
}

function noRouteRefusal(method: string, path: string, release: Release): Refusal {
  const text = `No route fits ${method} ${path}; the calls are POST /rest/user/{user-jid}/status[/{resource}], GET, PUT, POST and DELETE /rest/user/{user-jid}, and GET /rest/users/{domain}`;
  return { answer: noRoute(release), note: error('no-route', `${text}${noJidHint(path, release)}`) };
}

/** What is wrong with the JID in a path that would be a call's otherwise. */
function noJidHint(path: string, { name, decodesPath }: Release): string {
  const user = /^\/rest\/user\/([^/]+)(?:\/status(?:\/[^/]+)?)?$/.exec(path)?.[1];
  if (user === undefined || /^[^@]+@[^@]+$/.test(user)) return '';
  if (!decodesPath && /%40/.test(user)) return `. ${name} takes paths as they stand: send @, not %40`;
  return `. ${JSON.stringify(user)} is no bare JID: send local@domain, such as test@domain.com`;
}

function ownFailure(failure: unknown): Refusal {
  const text = `The emulator itself failed: ${String(failure)}. Please report it`;
  return { answer: serverError, note: error('emulator-error', text) };
}

/** What the route's groups matched, not percent-decoded again as `ctx.params` is. */
function capturesOf(ctx: Koa.BaseContext): readonly string[] {
  return (ctx as { captures?: readonly string[] }).captures ?? [];
}
