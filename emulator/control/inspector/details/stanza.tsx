import type { JournalEntry } from '../../../journal/entry.js';
import { Body } from './body.js';
import { Cause } from './cause.js';

export function Stanza({ entry }: { readonly entry: JournalEntry }) {
  const { id, stanza = '', to, user, resource, notes } = entry;
  const receiving = notes.length === 0 ? 'Delivered' : 'On its way';
  return (
    <section>
      <h3>Stanza</h3>
      <p>{to === undefined ? `Sent by ${user}/${resource}` : `${receiving} to ${to}`}</p>
      <Cause id={id} />
      <Body key={stanza} text={stanza} type="xml" />
    </section>
  );
}
