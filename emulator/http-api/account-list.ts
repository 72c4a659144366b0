import { partsOf } from '../jid.js';
import type { Accounts } from '../session-manager/accounts.js';
import { type AccountAnswerOptions, accountAnswer, isJsonAnswered } from './account-answer.js';
import { contentRefusal } from './account-content.js';
import type { GroovyMap, GroovyValue } from './codecs/groovy-value.js';
import { type ExchangeState, refuse } from './exchange.js';

export interface AccountListOptions extends AccountAnswerOptions {
  readonly accounts: Accounts;
}

/**
 * Lists the accounts at a domain in the order in which they were made, and leaves the answer in the request's state.
 * A domain without accounts is an empty list. Source: recordings "account list" and "account access".
 */
export async function listAccounts(
  domain: string,
  state: ExchangeState,
  options: AccountListOptions,
): Promise<void> {
  const refusal = contentRefusal(state);
  if (refusal !== undefined) return refuse(state, refusal);
  const json = isJsonAnswered(state);
  const jids = options.accounts.at(domain).map(({ jid }) => jid);
  const list: GroovyMap = new Map<string, GroovyValue>([
    ['items', json ? jids.map(listed) : jids],
    ['count', BigInt(jids.length)],
    ['domain', domain],
  ]);
  state.answer = await accountAnswer('users', json, list, options);
}

/** In JSON an account is listed by its parts, in XML by its JID. */
function listed(jid: string): GroovyMap {
  const { local, domain } = partsOf(jid);
  return new Map([
    ['domain', domain],
    ['localpart', local],
  ]);
}
