import type { JournalEntry } from '../../../journal/entry.js';

/** What of a stanza a list shows. */
export interface StanzaSummary {
  /** `presence`, `message` or `iq` with its type, and what it holds, in a few words. */
  readonly words: string;
  readonly from: string | null;
}

const summaries = new WeakMap<JournalEntry, StanzaSummary>();

/** Reads a stanza once: lists show it again and again. */
export function stanzaSummary(entry: JournalEntry): StanzaSummary {
  const known = summaries.get(entry);
  if (known !== undefined) return known;
  const summary = summaryOf(entry.stanza ?? '');
  summaries.set(entry, summary);
  return summary;
}

const LONGEST = 120;

function summaryOf(xml: string): StanzaSummary {
  const { documentElement: stanza } = new DOMParser().parseFromString(xml, 'application/xml');
  if (stanza.getElementsByTagName('parsererror').length > 0 || stanza.localName === 'parsererror')
    return { words: xml.slice(0, LONGEST), from: null };
  const kind = [stanza.localName, stanza.getAttribute('type')].filter(Boolean).join(' ');
  const held = stanza.localName === 'iq' ? nameOfChild(stanza) : textsOf(stanza, ['show', 'status', 'body']);
  const words = [kind, ...held].join(' · ');
  return { words: words.slice(0, LONGEST), from: stanza.getAttribute('from') };
}

/** An iq's child says by its namespace what it is about. */
function nameOfChild({ firstElementChild: child }: Element): string[] {
  return child === null ? [] : [`${child.localName} ${child.namespaceURI ?? ''}`.trim()];
}

function textsOf(stanza: Element, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const child = Array.from(stanza.children).find(({ localName }) => localName === name);
    return child?.textContent ? [child.textContent] : [];
  });
}
