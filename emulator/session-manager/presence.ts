import { clone, Element } from 'ltx';
import { addressOf } from '../jid.js';
import { CLIENT_NS } from './stanza.js';
import type { Activity, UserStatusCommand } from './user-status.js';

const CAPS = 'http://jabber.org/protocol/caps';
const ACTIVITY = 'http://jabber.org/protocol/activity';

/**
 * The presence that a USER_STATUS command makes an external session send: `priority`, entity capabilities, then
 * `show`, `status` and `activity` where they are not empty. Source: recordings "status" in the XMPP transcripts.
 */
export function externalPresence(command: UserStatusCommand, version: string): Element {
  const presence = new Element('presence', { xmlns: CLIENT_NS, from: addressOf(command.jid) });
  presence.c('priority').t(command.priority);
  presence.c('c', {
    xmlns: CAPS,
    node: 'http://www.google.com/xmpp/client/caps',
    ver: version,
    ext: 'voice-v1',
  });
  if (command.show) presence.c('show').t(command.show);
  if (command.status) presence.c('status').t(command.status);
  if (command.activity) appendActivity(presence, command.activity);
  return presence;
}

/** The presence that ends a session: `unavailable`, with the children of the last one kept. */
export function unavailablePresence(last: Element): Element {
  const presence = clone(last);
  presence.attrs.type = 'unavailable';
  return presence;
}

function appendActivity(presence: Element, activity: Activity): void {
  const element = presence.c('activity', { xmlns: ACTIVITY });
  const category = element.c(activity.category);
  if (activity.type) category.c(activity.type);
  if (activity.text) element.c('text').t(activity.text);
}

/** What a presence says, in the words of the status endpoint. */
export interface PresenceView {
  /** Whether the session is available. */
  readonly available: boolean;
  /** An integer, or the text as it was set where that is none. */
  readonly priority: number | string;
  /** `chat`, `away`, `xa` or `dnd`, or what else was set; `null` for none. */
  readonly show: string | null;
  /** The status text; `null` for none. */
  readonly status: string | null;
  /** What the user is doing; `null` where nothing was said. */
  readonly activity: Activity | null;
}

/** Reads a presence stanza; a session that has sent none is not available (RFC 6121, section 4). */
export function viewOf(presence: Element | undefined): PresenceView {
  if (presence === undefined) {
    return { available: false, priority: 0, show: null, status: null, activity: null };
  }
  return {
    available: isAvailable(presence),
    priority: priorityOf(presence.getChildText('priority')),
    show: presence.getChildText('show'),
    status: presence.getChildText('status'),
    activity: activityOf(presence),
  };
}

/** What the presence says that a USER_STATUS command makes an external session send; to make it would take longer. */
export function viewOfCommand({ priority, show, status, activity }: UserStatusCommand): PresenceView {
  const isSeen = activity !== null && activity.category !== 'text'; // which contacts take for the text
  return {
    available: true,
    priority: priorityOf(priority),
    show: show || null,
    status: status || null,
    activity: isSeen
      ? { category: activity.category, type: activity.type || null, text: activity.text || null }
      : null,
  };
}

/** Whether a presence says that its sender is available. */
export function isAvailable(presence: Element | undefined): presence is Element {
  return presence !== undefined && presence.attrs.type !== 'unavailable';
}

/** The priority by which messages are routed: 0 where there is none, or no integer (RFC 6121, section 4.7.2.3). */
export function priorityIn(text: string | null): number {
  const priority = priorityOf(text);
  return typeof priority === 'number' ? priority : 0;
}

function priorityOf(text: string | null): number | string {
  if (text === null) return 0;
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text;
}

function activityOf(presence: Element): Activity | null {
  const element = presence.getChild('activity', ACTIVITY);
  const category = element?.getChildElements().find((child) => child.name !== 'text');
  if (element === undefined || category === undefined) return null;
  return {
    category: category.name,
    type: category.getChildElements()[0]?.name ?? null,
    text: element.getChildText('text'),
  };
}
