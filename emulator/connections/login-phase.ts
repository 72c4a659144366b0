import { Element } from 'ltx';
import { warning } from '../note.js';
import { errorReply } from '../session-manager/stanza.js';
import { BindPhase } from './bind-phase.js';
import { loginFeatures } from './features.js';
import { Login } from './login.js';
import { SASL_NS, TLS_NS } from './namespaces.js';
import type { Phase, PhasedStream, StreamContext } from './phase.js';

/** The client logs in, and may first encrypt the stream. */
export class LoginPhase implements Phase {
  readonly hasSession = false;
  readonly jid = undefined;
  private login: Login | undefined;

  constructor(
    private readonly stream: PhasedStream,
    private readonly context: StreamContext,
  ) {}

  features(): Element[] {
    return loginFeatures({ startTls: this.stream.canStartTls });
  }

  receive(element: Element): void {
    const namespace = element.getNS();
    if (namespace === SASL_NS) return this.negotiate(element);
    if (namespace === TLS_NS && element.name === 'starttls') return this.encrypt();
    const text = 'You must authenticate session first, before you can send any message or presence packet.';
    this.stream.note(warning('stanza-too-early', `<${element.name}> came before the log-in`));
    this.stream.sendElement(errorReply(element, 'not-authorized', text));
  }

  over(): void {}

  private negotiate(element: Element): void {
    const { stream, context } = this;
    const { keyring, sessionManager } = context;
    this.login ??= new Login({ accounts: sessionManager.accounts, keyring, domain: stream.domain });
    const { element: answer, account, failure } = this.login.receive(element);
    if (failure !== undefined) stream.note(warning('login-failed', failure));
    stream.sendElement(answer);
    if (account === undefined) return;
    stream.enter(new BindPhase(stream, context, account));
    stream.restart();
  }

  private encrypt(): void {
    const { stream } = this;
    if (!stream.canStartTls) {
      stream.sendElement(new Element('failure', { xmlns: TLS_NS }));
      return stream.fail('policy-violation', 'STARTTLS is not on offer: set tls in the configuration');
    }
    stream.sendElement(new Element('proceed', { xmlns: TLS_NS }));
    stream.startTls();
    stream.restart();
  }
}
