import type { JournalEntry } from '../../../journal/entry.js';
import { Body } from './body.js';
import { Cause } from './cause.js';

export function Stanza({ entry: { id, stanza = '', to, user, resource } }: { readonly entry: JournalEntry }) {
  return (
    <section>
      <h3>Stanza</h3>
      <p>{to === undefined ? `Sent by ${user}/${resource}` : `Delivered to ${to}`}</p>
      <Cause id={id} />
      <Body key={stanza} text={stanza} type="xml" />
    </section>
  );
}
