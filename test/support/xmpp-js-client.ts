import { Socket } from 'node:net';
import { type Client, client, xml } from '@xmpp/client';
import { parse } from 'ltx';
import { WebSocket } from 'ws';
import { Inbox } from './inbox.js';
import type { LogIn, XmppClient } from './xmpp-clients.js';

// Node has one of its own since 22, but that can't cut a connection.
Object.assign(globalThis, { WebSocket });

/** A client of `@xmpp/client`, with the library's own object. */
export interface XmppJsClient extends XmppClient {
  readonly xmpp: Client;
}

/** Connects with `@xmpp/client`, which comes back after a cut only where it is told to. */
export async function connectXmppJs(
  service: string,
  { user, resource, password = user, mechanism = 'PLAIN' }: LogIn,
): Promise<XmppJsClient> {
  const own = { username: user, password };
  const xmpp = client({
    service,
    domain: 'domain.com',
    resource,
    ...(mechanism === 'preferred'
      ? own
      : { credentials: (authenticate) => authenticate(own, mechanism, xml('user-agent', {})) }),
  });
  xmpp.reconnect.stop();
  const inbox = new Inbox(`${user}/${resource}`);
  let used = '';
  let condition: string | undefined;
  xmpp.on('send', (element) => {
    if (element.name === 'auth') used = String(element.attrs.mechanism);
  });
  xmpp.on('stanza', (stanza) => inbox.take(stanza));
  xmpp.on('error', (failure: Error & { condition?: string }) => {
    condition = failure.condition;
  });
  const ended = new Promise<string | undefined>((resolve) => {
    xmpp.on('disconnect', () => resolve(condition));
  });
  const jid = String(await xmpp.start());
  return {
    xmpp,
    jid,
    mechanism: used,
    received: inbox.received,
    send: (stanza) => void xmpp.send(parse(stanza)),
    receives: (match) => inbox.receives(match),
    disconnect: async () => void (await xmpp.stop()),
    cut: () => cut(xmpp.socket),
    ended,
  };
}

/** The library wraps a WebSocket in an object of its own, but not a TCP socket. */
function cut(socket: unknown): void {
  if (socket instanceof Socket) socket.destroy();
  else (socket as { readonly socket: WebSocket }).socket.terminate();
}
