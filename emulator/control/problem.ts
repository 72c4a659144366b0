import type Koa from 'koa';
import { redactedPath } from '../redact.js';

/** Answers with a problem document (RFC 9457): what was wrong and where, and what to do. */
export function problem(
  ctx: Koa.Context,
  status: number,
  title: string,
  detail: string,
  /** Members of its own (RFC 9457, section 3.2). */
  more: object = {},
): void {
  ctx.status = status;
  ctx.body = JSON.stringify({ title, status, detail, instance: redactedPath(ctx.url), ...more });
  ctx.type = 'application/problem+json';
}
