import type { Severity } from '../../../note.js';
import type { PresenceKind } from '../users/presence.js';

/** Each severity has a shape of its own: nobody needs to tell the colours apart. */
export function SeverityIcon({ severity }: { readonly severity: Severity }) {
  return (
    <svg class={`icon severity-${severity}`} viewBox="0 0 16 16" aria-hidden="true">
      {severity === 'error' && <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />}
      {severity === 'warning' && <path d="M8 1.2 15.4 14.6H.6z" />}
      {severity === 'info' && <circle cx="8" cy="8" r="7" />}
      <path class="icon-sign" d={SIGNS[severity]} />
    </svg>
  );
}

const SIGNS: { readonly [severity in Severity]: string } = {
  error: 'M5.5 5.5l5 5m0-5l-5 5',
  warning: 'M8 6v4.2M8 12.4v.2',
  info: 'M8 7.2v4.3M8 4.6v.2',
};

/** Each show has a shape of its own, as chat clients draw them. */
export function PresenceIcon({ kind }: { readonly kind: PresenceKind }) {
  return (
    <svg class={`icon presence-${kind}`} viewBox="0 0 16 16" aria-hidden="true">
      <circle class="icon-disc" cx="8" cy="8" r="6" />
      <path class="icon-sign" d={PRESENCE_SIGNS[kind]} />
    </svg>
  );
}

const PRESENCE_SIGNS: { readonly [kind in PresenceKind]: string } = {
  available: '',
  chat: 'M5.2 9.2c1.2 2 4.4 2 5.6 0M6 6v.4M10 6v.4',
  away: 'M8 4.6V8l2.4 1.6',
  xa: 'M5.8 5.6h4.4l-4.4 4.8h4.4',
  dnd: 'M5 8h6',
  offline: '',
};

export function Tick() {
  return (
    <svg class="icon icon-line" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M3 8.5l3.2 3.2L13 5" />
    </svg>
  );
}

export function Cross() {
  return (
    <svg class="icon icon-line" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 4l8 8m0-8l-8 8" />
    </svg>
  );
}
