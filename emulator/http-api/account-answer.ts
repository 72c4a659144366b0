import type { Release } from '../release.js';
import { type Answer, content } from './answer.js';
import type { GroovyMap } from './codecs/groovy-value.js';
import { writeJson } from './codecs/json-output.js';
import type { XmlCodecs } from './codecs/xml-codecs.js';
import type { ExchangeState } from './exchange.js';
import { onlyValue, readParameters } from './parameters.js';

export interface AccountAnswerOptions {
  readonly release: Release;
  readonly xmlCodecs: () => Promise<XmlCodecs>;
}

/**
 * Whether an account call is answered in JSON: when the request's Content-Type holds `application/json`, or else its
 * parameter `type` does. Accept is not read. Source: recordings "account type", "of the answer to get".
 */
export function isJsonAnswered({ contentType, query }: ExchangeState): boolean {
  const json = 'application/json';
  if (contentType.includes(json)) return true;
  const parameters = readParameters(query, '');
  return parameters !== undefined && (onlyValue(parameters, 'type')?.includes(json) ?? false);
}

/** An answer to an account call: a root's name, and what is in it. */
export async function accountAnswer(
  root: string,
  json: boolean,
  fields: GroovyMap,
  { release, xmlCodecs }: AccountAnswerOptions,
): Promise<Answer> {
  if (json)
    return content('application/json', writeJson(new Map([[root, fields]]), release.answer.jsonIndent));
  const { writeXml } = await xmlCodecs();
  return content('application/xml', writeXml(root, fields));
}
