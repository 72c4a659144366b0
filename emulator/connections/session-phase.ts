import { Element } from 'ltx';
import { errorReply } from '../session-manager/stanza.js';
import { bindResult } from './binding.js';
import { type ClientLink, RESUME_SECONDS } from './client-link.js';
import { BIND_NS, SM_NS } from './namespaces.js';
import type { Phase, PhasedStream } from './phase.js';
import { managementFailed } from './stream-management.js';

/** The client has a session: its stanzas go to the session manager. */
export class SessionPhase implements Phase {
  readonly hasSession = true;

  constructor(
    private readonly stream: PhasedStream,
    private readonly link: ClientLink,
  ) {}

  get jid(): string {
    return this.link.session.address;
  }

  features(): Element[] {
    return [];
  }

  receive(element: Element): void {
    if (element.getNS() === SM_NS) return this.manage(element);
    this.link.streamManagement?.received(element);
    const bind = element.name === 'iq' ? element.getChild('bind', BIND_NS) : undefined;
    if (bind !== undefined) return this.bindAgain(element, bind);
    this.link.receive(element);
  }

  over(how: 'closed' | 'cut'): void {
    if (how === 'closed') this.link.close(this.stream);
    else this.link.broken(this.stream);
  }

  /** Binding the resource that there is changes nothing (recording "bind twice"); another can't be had as well. */
  private bindAgain(iq: Element, bind: Element): void {
    const { jid } = this.link.session;
    const resource = bind.getChildText('resource') || jid.resource;
    const answer = resource === jid.resource ? bindResult(iq, jid) : errorReply(iq, 'not-allowed');
    this.link.deliver(answer);
  }

  /** Stream management (XEP-0198). */
  private manage(element: Element): void {
    const management = this.link.streamManagement;
    switch (element.name) {
      case 'enable':
        return this.enable(/^(?:true|1)$/.test(String(element.attrs.resume ?? '')));
      case 'r':
        if (management !== undefined) this.stream.sendElement(management.answer());
        return;
      case 'a':
        management?.acknowledge(Number(element.attrs.h ?? 0));
        return;
      default:
        this.unexpected();
    }
  }

  private enable(resume: boolean): void {
    const management = this.link.manage(resume);
    if (management === undefined) return this.unexpected();
    const { id } = management;
    const attrs = resume ? { id, resume: 'true', max: String(RESUME_SECONDS) } : {};
    this.stream.sendElement(new Element('enabled', { xmlns: SM_NS, ...attrs }));
  }

  private unexpected(): void {
    this.stream.sendElement(managementFailed('unexpected-request'));
  }
}
