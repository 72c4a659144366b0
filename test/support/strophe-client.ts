import { parse } from 'ltx';
import { Strophe } from 'strophe.js';
import type { WebSocket } from 'ws';
import { Inbox } from './inbox.js';
import type { LogIn, XmppClient } from './xmpp-clients.js';

Strophe.setLogLevel(Strophe.LogLevel.FATAL);

/** A DOM element, which is no type of Node's. */
type DomElement = Parameters<typeof Strophe.serialize>[0];

const MECHANISMS = {
  'SCRAM-SHA-256': Strophe.SASLSHA256,
  'SCRAM-SHA-1': Strophe.SASLSHA1,
  PLAIN: Strophe.SASLPlain,
} as const;

/** Connects with strophe.js, which knows stream management but uses it only where it is told to. */
export async function connectStrophe(
  service: string,
  { user, resource, password = user, mechanism = 'PLAIN' }: LogIn,
): Promise<XmppClient> {
  const connection = new Strophe.Connection(
    service,
    mechanism === 'preferred' ? {} : { mechanisms: [MECHANISMS[mechanism]] },
  );
  const inbox = new Inbox(`${user}/${resource}`);
  let used = '';
  connection.rawOutput = (sent: string) => {
    if (sent.startsWith('<auth')) used = String(parse(sent).attrs.mechanism);
  };
  let end: (condition: string | undefined) => void = () => {};
  const ended = new Promise<string | undefined>((resolve) => {
    end = resolve;
  });
  await new Promise<void>((resolve, reject) => {
    let problem: string | undefined;
    const onStatus = (status: number, condition: string | null, element?: DomElement) => {
      switch (status) {
        case Strophe.Status.CONNECTED:
          connection.addHandler((stanza: DomElement) => {
            inbox.take(parse(Strophe.serialize(stanza)));
            return true;
          });
          return resolve();
        case Strophe.Status.AUTHFAIL:
        case Strophe.Status.CONNFAIL:
        case Strophe.Status.ERROR:
          problem = condition ?? (element === undefined ? 'unknown' : Strophe.serialize(element));
          return reject(new Error(problem));
        case Strophe.Status.DISCONNECTED:
          return end(problem);
      }
    };
    connection.connect(`${user}@domain.com/${resource}`, password, onStatus);
  });
  return {
    jid: connection.jid,
    mechanism: used,
    received: inbox.received,
    send: (stanza) => {
      const element = parse(stanza);
      element.attrs.xmlns ??= 'jabber:client';
      connection.send(Strophe.toElement(element.toString()));
    },
    receives: (match) => inbox.receives(match),
    disconnect: async () => {
      connection.disconnect('bye');
      await ended;
    },
    cut: () => (connection._proto as { readonly socket: WebSocket }).socket.terminate(),
    ended,
  };
}
