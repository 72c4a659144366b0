import type { AddedFault } from '../../../faults/faults.js';

/** Whom a fault concerns. */
export function matchInWords({ user, domain, resource }: AddedFault['match']): string {
  const whose = user ?? (domain === undefined ? 'everyone' : `everyone at ${domain}`);
  return resource === undefined ? whose : `${whose}, resource ${resource}`;
}

/** What becomes of a call. What the page knows no words for is shown as it is. */
export function faultInWords(fault: AddedFault['fault']): string {
  return Object.entries(fault).map(wordsOf).join(', ');
}

/** How often a fault goes on. */
export function timesInWords(times: number | undefined): string {
  if (times === undefined) return 'every time';
  return times === 1 ? 'once more' : `${times} times more`;
}

const WORDS: { readonly [key: string]: string } = {
  'drop true': 'connection dropped',
  'noAnswer true': 'no answer',
  'success false': 'success: false',
  'applied true': 'though the change is made',
  'presence drop': 'contacts get no presence',
  'presence double': 'contacts get presence twice',
  'stream cut': 'streams are cut',
};

function wordsOf([key, value]: readonly [string, unknown]): string {
  if (key === 'delayMs') return `answered after ${delayInWords(value)}`;
  if (key === 'presence' && typeof value === 'object' && value !== null && 'delayMs' in value)
    return `contacts get presence after ${delayInWords(value.delayMs)}`;
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return WORDS[`${key} ${shown}`] ?? `${key} ${shown}`;
}

function delayInWords(delay: unknown): string {
  return `${Array.isArray(delay) ? delay.join(' to ') : String(delay)} ms`;
}
