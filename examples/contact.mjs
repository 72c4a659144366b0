// node examples/contact.mjs [JID PASSWORD [SERVICE]]
// Logs in as a contact, as a chat client does, and prints the presence of everybody whom the contact may see.
// SERVICE is ws://localhost:5290 (XMPP over WebSocket) unless given; xmpp://localhost:5222 is XMPP over TCP.
import { client, xml } from '@xmpp/client';
import WebSocket from 'ws';

globalThis.WebSocket ??= WebSocket; // Node 20 has none

const [user = 'alice@domain.com', password = 'alice', service = 'ws://localhost:5290'] =
  process.argv.slice(2);
const [username, domain] = user.split('@');
const contact = client({ service, domain, username, password });

contact.on('error', (error) => console.error(String(error)));
contact.on('stanza', (stanza) => {
  const { from, type } = stanza.attrs;
  if (!stanza.is('presence') || from === contact.jid.toString()) return;
  if (type === 'unavailable') console.log(`${from} is gone`);
  else if (type === undefined) {
    const show = stanza.getChildText('show') ?? 'available';
    console.log(`${from} is ${show}: ${stanza.getChildText('status') ?? 'no text'}`);
  }
});
contact.on('online', async (jid) => {
  console.log(`connected as ${jid}; Ctrl-C ends it`);
  await contact.send(xml('presence'));
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => contact.stop());

await contact.start();
