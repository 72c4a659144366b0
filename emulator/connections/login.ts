import { Element } from 'ltx';
import type { Account } from '../session-manager/accounts.js';
import { SASL_NS } from './namespaces.js';
import {
  type SaslContext,
  type SaslExchange,
  type SaslFailure,
  type SaslStep,
  startExchange,
} from './sasl.js';

/** What the server says next while a client logs in, and what came of it. */
export interface LoginReply {
  readonly element: Element;
  readonly account?: Account;
  /** Why a log-in failed. */
  readonly failure?: string;
}

/** SASL on a stream (RFC 6120, section 6): as many exchanges as the client likes, one after the other. */
export class Login {
  private exchange: SaslExchange | undefined;

  constructor(private readonly context: SaslContext) {}

  receive(element: Element): LoginReply {
    switch (element.name) {
      case 'auth':
        return this.begin(element);
      case 'response':
        return this.goOn(element);
      default:
        return this.unrecognized(element.name);
    }
  }

  private begin(element: Element): LoginReply {
    const started = startExchange(String(element.attrs.mechanism ?? ''), this.context);
    if (typeof started !== 'function') return failed(started);
    this.exchange = started;
    // A mechanism in which the client speaks first may be asked to (RFC 6120, section 6.4.2).
    if (element.getText() === '') return { element: saslElement('challenge', '') };
    return this.goOn(element);
  }

  private goOn(element: Element): LoginReply {
    const { exchange } = this;
    if (exchange === undefined) return this.unrecognized(element.name);
    return this.replyTo(exchange(decoded(element.getText())));
  }

  private replyTo(step: SaslStep): LoginReply {
    if (step.kind === 'challenge') return { element: saslElement('challenge', step.data) };
    this.exchange = undefined;
    if (step.kind === 'failure') return failed(step);
    return { element: saslElement('success', step.data ?? ''), account: step.account };
  }

  private unrecognized(name: string): LoginReply {
    this.exchange = undefined;
    const text = `Unrecognized element ${name}`;
    return failed({ kind: 'failure', condition: 'malformed-request', text, reason: `${text} in the log-in` });
  }
}

/** What is no Base64 reads as nothing, which no mechanism takes (recording "PLAIN, not base64"). */
function decoded(text: string): string {
  const trimmed = text.trim();
  return /^[A-Za-z\d+/]*={0,2}$/.test(trimmed) ? Buffer.from(trimmed, 'base64').toString('utf8') : '';
}

function saslElement(name: string, data: string): Element {
  const element = new Element(name, { xmlns: SASL_NS });
  return data === '' ? element : element.t(Buffer.from(data).toString('base64'));
}

function failed({ condition, text, reason }: SaslFailure): LoginReply {
  const element = new Element('failure', { xmlns: SASL_NS });
  element.c(condition);
  element.c('text', { 'xml:lang': 'en' }).t(text);
  return { element, failure: reason };
}
