/** A kind of fault that the form adds. */
export interface FaultKind {
  readonly id: string;
  readonly name: string;
  /** What it needs: its name, and what stands there at first. */
  readonly value?: {
    readonly name: string;
    readonly first: number;
    readonly least: number;
    readonly most?: number;
  };
  /** The fault as the control interface has it, which checks it. */
  readonly fault: (value: number) => object;
}

export const FAULT_KINDS: readonly FaultKind[] = [
  {
    id: 'status',
    name: 'Answer with a status',
    value: { name: 'Status', first: 503, least: 200, most: 599 },
    fault: (status) => ({ status }),
  },
  {
    id: 'delay',
    name: 'Delay the answer',
    value: { name: 'Milliseconds', first: 2000, least: 1 },
    fault: (delayMs) => ({ delayMs }),
  },
  { id: 'success', name: 'Answer success: false', fault: () => ({ success: false }) },
  { id: 'drop', name: 'Drop the connection', fault: () => ({ drop: true }) },
  { id: 'no-answer', name: 'Never answer', fault: () => ({ noAnswer: true }) },
  { id: 'lost', name: 'Make the change, lose the answer', fault: () => ({ drop: true, applied: true }) },
  { id: 'presence-drop', name: 'Contacts get no presence', fault: () => ({ presence: 'drop' }) },
  { id: 'presence-double', name: 'Contacts get presence twice', fault: () => ({ presence: 'double' }) },
  {
    id: 'presence-delay',
    name: 'Contacts get presence late',
    value: { name: 'Milliseconds', first: 2000, least: 1 },
    fault: (delayMs) => ({ presence: { delayMs } }),
  },
  { id: 'stream-cut', name: "Cut the user's streams", fault: () => ({ stream: 'cut' }) },
];
