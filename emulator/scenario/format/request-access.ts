import type { RequestAction } from '../scenario.js';

/** The headers of a request, with the type of its body where they name none. */
export function withType(
  headers: { readonly [name: string]: string } | undefined,
  type: string | undefined,
): (readonly [string, string])[] {
  const given = Object.entries(headers ?? {});
  const named = given.some(([header]) => header.toLowerCase() === 'content-type');
  return type === undefined || named ? given : [['Content-Type', type], ...given];
}

/** With which key and credentials a request is sent, and how long its answer may take. */
export function access(value: {
  readonly 'api key'?: string | undefined;
  readonly credentials?: string | undefined;
  readonly within?: number | undefined;
}): Pick<RequestAction, 'apiKey' | 'credentials' | 'within'> {
  return {
    apiKey: value['api key'] ?? 'own',
    credentials: value.credentials ?? 'own',
    within: value.within,
  };
}
