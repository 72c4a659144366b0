import { Element } from 'ltx';
import { comparable, type FullJid, fullJid, parseJid, partsOf } from '../jid.js';
import { warning } from '../note.js';
import type { Account } from '../session-manager/accounts.js';
import { errorReply } from '../session-manager/stanza.js';
import { bindResult } from './binding.js';
import { ClientLink } from './client-link.js';
import { sessionFeatures } from './features.js';
import { BIND_NS, SM_NS } from './namespaces.js';
import type { Phase, PhasedStream, StreamContext } from './phase.js';
import { SessionPhase } from './session-phase.js';
import { managementFailed } from './stream-management.js';

/** The client has logged in, and binds a resource (RFC 6120, section 7) or resumes a session (XEP-0198, section 5). */
export class BindPhase implements Phase {
  readonly hasSession = false;

  constructor(
    private readonly stream: PhasedStream,
    private readonly context: StreamContext,
    private readonly account: Account,
  ) {}

  get jid(): string {
    return this.account.jid;
  }

  features(): Element[] {
    return sessionFeatures();
  }

  receive(element: Element): void {
    const bind =
      element.name === 'iq' && element.attrs.type === 'set' ? element.getChild('bind', BIND_NS) : undefined;
    if (bind !== undefined) return this.bind(element, bind);
    if (element.is('resume', SM_NS)) return this.resume(element);
    if (element.is('enable', SM_NS)) return this.stream.sendElement(managementFailed('unexpected-request'));
    const text = 'You must bind the resource first: http://www.xmpp.org/rfcs/rfc3920.html#bind';
    this.stream.note(warning('stanza-too-early', `<${element.name}> came before a resource was bound`));
    this.stream.sendElement(errorReply(element, 'not-authorized', text));
  }

  over(): void {}

  private bind(iq: Element, bind: Element): void {
    const { stream, context } = this;
    const { local, domain } = partsOf(comparable(this.account.jid));
    if (!context.sessionManager.serves(domain)) return stream.fail('host-gone', 'The domain was removed');
    const resource = bind.getChildText('resource') || context.generateResource();
    const jid: FullJid = { local, domain, resource };
    if (parseJid(fullJid(jid)) === undefined || !isText(resource)) {
      stream.note(warning('resource-illegal', `${JSON.stringify(resource)} can't be a resource`));
      return stream.sendElement(errorReply(iq, 'bad-request'));
    }
    const link = new ClientLink(jid, stream, context.sessionManager, context.resumable);
    stream.enter(new SessionPhase(stream, link));
    stream.sendElement(bindResult(iq, jid));
  }

  private resume(element: Element): void {
    const { stream, context } = this;
    const link = context.resumable.get(String(element.attrs.previd ?? ''));
    const management = link?.streamManagement;
    if (
      link === undefined ||
      management === undefined ||
      link.session.user !== comparable(this.account.jid)
    ) {
      stream.note(warning('resumption-failed', 'There is no such session to resume: bind a resource'));
      return stream.sendElement(managementFailed('item-not-found'));
    }
    management.acknowledge(Number(element.attrs.h ?? 0));
    link.resume(stream);
    stream.enter(new SessionPhase(stream, link));
    const { id: previd, handled, pending } = management;
    stream.sendElement(new Element('resumed', { xmlns: SM_NS, previd, h: String(handled) }));
    for (const stanza of pending) stream.sendElement(stanza);
  }
}

/** Whether a text holds no control characters (RFC 7622, section 3.4). */
function isText(text: string): boolean {
  return !/\p{Cc}/u.test(text);
}
