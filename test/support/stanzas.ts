import type { Contact } from '../../emulator/index.js';

/** What a contact got from other users' sessions: who, and of what type. */
export function presencesTo({ received, jid }: Contact): string[] {
  return received
    .filter(({ name, attrs: { from } }) => name === 'presence' && from !== jid)
    .map(({ attrs: { from, type = 'available' } }) => `${from} ${type}`);
}

/** The items of the roster pushes that a contact got. */
export function pushesTo({ received }: Contact): string[] {
  return received
    .filter(({ name, attrs: { type } }) => name === 'iq' && type === 'set')
    .map((iq) => String(iq.getChild('query', 'jabber:iq:roster')?.getChild('item')));
}

/** The messages that a contact got: the body, with the type where it is an error. */
export function messagesTo({ received }: Contact): string[] {
  return received
    .filter(({ name }) => name === 'message')
    .map((message) => {
      const [{ type, id, from }, body] = [message.attrs, message.getChildText('body')];
      return type === 'error' ? `error for ${id} from ${from}` : String(body);
    });
}
