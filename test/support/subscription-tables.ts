/** The states of a subscription as one side's server sees it: RFC 6121, appendix A.1, without pre-approval. */
const STATES = [
  'None',
  'None + Pending Out',
  'None + Pending In',
  'None + Pending Out+In',
  'To',
  'To + Pending In',
  'From',
  'From + Pending Out',
  'Both',
] as const;

export type State = (typeof STATES)[number];
export const states: readonly State[] = STATES;

export const subscriptionTypes = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'] as const;
export type SubscriptionType = (typeof subscriptionTypes)[number];

/** What a stanza brings about on one side. */
export interface Row {
  /** Whether it is routed to the contact, or delivered to the user. */
  readonly passes: boolean;
  readonly state: State;
}

/** By type and existing state. */
export type Table = ReadonlyMap<SubscriptionType, ReadonlyMap<State, Row>>;

// The eight tables of appendix A.2 and A.3, a column each. `MUST` and `-` say whether the stanza is routed or
// delivered; a state after it is the new one, where it is another.

/** A.2: what a user's own stanza does on the user's side. */
export const outbound: Table = table(`
  existing state        | subscribe                  | unsubscribe            | subscribed              | unsubscribed
  None                  | MUST None + Pending Out    | MUST                   | -                       | -
  None + Pending Out    | MUST                       | MUST None              | -                       | -
  None + Pending In     | MUST None + Pending Out+In | MUST                   | MUST From               | MUST None
  None + Pending Out+In | MUST                       | MUST None + Pending In | MUST From + Pending Out | MUST None + Pending Out
  To                    | MUST                       | MUST None              | -                       | -
  To + Pending In       | MUST                       | MUST None + Pending In | MUST Both               | MUST To
  From                  | MUST From + Pending Out    | MUST                   | -                       | MUST None
  From + Pending Out    | MUST                       | MUST From              | -                       | MUST None + Pending Out
  Both                  | MUST                       | MUST From              | -                       | MUST To
`);

/** A.3: what a contact's stanza does on the user's side. */
export const inbound: Table = table(`
  existing state        | subscribe                  | unsubscribe             | subscribed           | unsubscribed
  None                  | MUST None + Pending In     | -                       | -                    | -
  None + Pending Out    | MUST None + Pending Out+In | -                       | MUST To              | MUST None
  None + Pending In     | -                          | MUST None               | -                    | -
  None + Pending Out+In | -                          | MUST None + Pending Out | MUST To + Pending In | MUST None + Pending In
  To                    | MUST To + Pending In       | -                       | -                    | MUST None
  To + Pending In       | -                          | MUST To                 | -                    | MUST None + Pending In
  From                  | -                          | MUST None               | -                    | -
  From + Pending Out    | -                          | MUST None + Pending Out | MUST Both            | MUST From
  Both                  | -                          | MUST To                 | -                    | MUST From
`);

function table(text: string): Table {
  const [heads = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const columns = subscriptionTypes.map((type) => {
    const rows = lines.map((cells) => {
      const existing = stateCalled(cells[0]);
      const [, verdict, state] = /^(MUST|-) ?(.*)$/.exec(cells[heads.indexOf(type)] ?? '') ?? [];
      if (verdict === undefined) throw new Error(`no cell for ${type} in ${existing}`);
      return [existing, { passes: verdict === 'MUST', state: stateCalled(state || existing) }] as const;
    });
    return [type, new Map(rows)] as const;
  });
  return new Map(columns);
}

function stateCalled(name: string | undefined): State {
  const state = STATES.find((known) => known === name);
  if (state === undefined) throw new Error(`no state is called ${name}`);
  return state;
}
