import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type Koa from 'koa';
import { problem } from './problem.js';

/** Names that no public DNS resolves (RFC 6761, RFC 6762, RFC 8375, ICANN's `.internal`, and Kubernetes' own). */
const PRIVATE = /\.(?:localhost|local|internal|test|home\.arpa|svc)$/;

/**
 * Keeps web pages out of the interface, which has no password: a page of another origin may not call it, and a page
 * whose own name was made to resolve to this machine (DNS rebinding) may not either. Programs send no Origin.
 *
 * @returns `false` where the request is answered with a problem document
 */
export function isFromHere(ctx: Koa.Context): boolean {
  const host = ctx.get('Host');
  const name = hostNameOf(host);
  if (name !== undefined && !isPrivate(name)) {
    const detail = `It is served to addresses, to names without a dot, and to private ones such as ${hostname()} or tigase.internal`;
    problem(ctx, 403, `The control interface is not served to the host ${JSON.stringify(name)}`, detail);
    return false;
  }
  const origin = ctx.get('Origin');
  const isForeign = origin !== '' && origin !== `http://${host}` && origin !== `https://${host}`;
  if (!isForeign && !isCrossSite(ctx)) return true;
  const detail = 'Call it from a program, or open the page at the emulator itself: /_emulator/';
  problem(ctx, 403, 'Pages of other origins can not call the control interface', detail);
  return false;
}

/** As browsers tell; to follow a link to the page is no harm. */
function isCrossSite(ctx: Koa.Context): boolean {
  const isLink = ctx.method === 'GET' && ctx.get('Sec-Fetch-Mode') === 'navigate';
  return ctx.get('Sec-Fetch-Site') === 'cross-site' && !isLink;
}

function isPrivate(name: string): boolean {
  return isIP(name) !== 0 || !name.includes('.') || PRIVATE.test(name) || name === hostname().toLowerCase();
}

/** The host of a `Host` header without its port; `undefined` where there is none, as only programs do it. */
function hostNameOf(host: string): string | undefined {
  if (host === '') return undefined;
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host) ?? [];
  return (bracketed ?? plain ?? host).toLowerCase().replace(/\.$/, '');
}
