import { urlDecode } from './request-target.js';

/** Parameters of a query or a form: the values of each name, in order. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

/**
 * Reads parameters as Tigase does: each is split at every `=`, the first piece is the name and the second the
 * value. It fails on a parameter of nothing but `=`, which has no name, and on a `%` without two hexadecimal digits.
 * Source: recordings "query value with =", "query without value" and "query =" of "route".
 *
 * @returns `undefined` where Tigase fails
 */
export function readParameters(query: string, form: string): Parameters | undefined {
  const parameters = new Map<string, string[]>();
  return addParameters(parameters, query) && addParameters(parameters, form) ? parameters : undefined;
}

/** The value of a parameter; one that stands twice counts as missing (recordings "key twice" of "access"). */
export function onlyValue(parameters: Parameters, name: string): string | undefined {
  const values = parameters.get(name);
  return values?.length === 1 ? values[0] : undefined;
}

function addParameters(parameters: Map<string, string[]>, text: string): boolean {
  if (text === '') return true;
  if (text.includes('%') && /%(?![\da-fA-F]{2})/.test(text)) return false;
  for (const parameter of text.split('&')) {
    if (parameter.startsWith('=') && /^=+$/.test(parameter)) return false;
    const [name = '', value = ''] = parameter.split('=', 2);
    const key = urlDecode(name);
    const values = parameters.get(key);
    if (values === undefined) parameters.set(key, [urlDecode(value)]);
    else values.push(urlDecode(value));
  }
  return true;
}
