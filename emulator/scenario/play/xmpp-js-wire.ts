import { client, xml } from '@xmpp/client';
import { parse } from 'ltx';
import { WebSocket } from 'ws';
import { partsOf } from '../../jid.js';
import { TargetError, type Wire, type WireListener } from './stage.js';

export interface LogIn {
  /** Of XMPP over WebSocket (RFC 7395). */
  readonly service: string;
  /** The bare JID. */
  readonly jid: string;
  readonly password: string;
  readonly resource: string | undefined;
}

/** How long logging in may take, in milliseconds. */
const LOG_IN = 15_000;

// The library takes the WebSocket of the platform. Node has none before 22, and that one can't cut a connection.
Object.assign(globalThis, { WebSocket });

/** Logs a real client in, with `@xmpp/client`. @throws where that fails, saying why */
export async function connectXmppJs(
  { service, jid, password, resource }: LogIn,
  listener: WireListener,
): Promise<Wire> {
  const { local, domain } = partsOf(jid);
  const xmpp = client({
    service,
    domain,
    // The password is made for this run and gone after it, so it needs no hiding; hashing it would take most of the time.
    credentials: (authenticate, mechanisms) =>
      authenticate(
        { username: local, password },
        mechanisms.find((name) => name === 'PLAIN') ?? mechanisms[0] ?? 'PLAIN',
        xml('user-agent', {}),
      ),
    timeout: LOG_IN,
    ...(resource === undefined ? {} : { resource }),
  });
  xmpp.reconnect.stop();
  let condition: string | undefined;
  let isOver = false;
  // Without stream management and the log-ins that bring it along: the end of a connection is the end of a session.
  xmpp.prependListener('element', (element) => {
    if (!element.is('features', 'http://etherx.jabber.org/streams')) return;
    element.remove('sm', 'urn:xmpp:sm:3');
    element.remove('authentication', 'urn:xmpp:sasl:2');
  });
  xmpp.on('stanza', (stanza) => {
    if (!isOver) listener.stanza(stanza.toString());
  });
  xmpp.on('error', (failure: Error & { readonly condition?: string }) => {
    condition ??= failure.condition;
  });
  xmpp.on('disconnect', () => {
    if (!isOver) listener.ended(condition);
    isOver = true;
  });
  const bound = String(await started(xmpp, service));
  return {
    jid: bound,
    send: async (xml) => void (await xmpp.send(parse(xml))),
    leave: async () => {
      isOver = true;
      await xmpp.stop();
    },
    cut: async () => {
      isOver = true;
      (xmpp.socket as unknown as { readonly socket: WebSocket }).socket.terminate();
    },
  };
}

async function started(xmpp: ReturnType<typeof client>, service: string): Promise<unknown> {
  try {
    return await xmpp.start();
  } catch (failure) {
    await xmpp.stop().catch(() => {});
    const { code, condition, message } = failure as Error & {
      readonly code?: string;
      readonly condition?: string;
    };
    if (code === 'ECONNREFUSED' || code === 'ECONNERROR')
      throw new TargetError(
        `nothing listens at ${service}: say where XMPP over WebSocket is with --websocket URL`,
      );
    throw new Error(condition ?? message);
  }
}
