import { useState } from 'preact/hooks';
import { pretty } from './pretty.js';

/** A place in a text, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

interface Props {
  readonly text: string;
  /** Its media type. */
  readonly type: string;
  /** Where something is wrong. */
  readonly place?: Place | undefined;
}

/** A body: easy to read, or exactly as it went. Where something is wrong in it, that place is marked. */
export function Body({ text, type, place }: Props) {
  const readable = pretty(text, type);
  const [isExact, setExact] = useState(false);
  if (text === '') return <p class="faint">empty</p>;
  const isShownExact = isExact || place !== undefined;
  return (
    <div class="body">
      <pre class="code block">{isShownExact ? <Marked text={text} place={place} /> : readable}</pre>
      {readable !== text && place === undefined && (
        <label class="check small">
          <input type="checkbox" checked={isExact} onChange={() => setExact(!isExact)} />
          Exactly as sent
        </label>
      )}
    </div>
  );
}

function Marked({ text, place }: Pick<Props, 'text' | 'place'>) {
  if (place === undefined) return <>{text}</>;
  const lines = text.split('\n');
  const start = lines.slice(0, place.line - 1).join('\n').length + (place.line > 1 ? 1 : 0);
  const at = Math.min(start + place.column - 1, text.length);
  const marked = text.slice(at, at + 1).trim() === '' ? '␣' : text.slice(at, at + 1);
  return (
    <>
      {text.slice(0, at)}
      <mark title={`line ${place.line}, column ${place.column}`}>{at === text.length ? '⌃' : marked}</mark>
      {text.slice(at + 1)}
    </>
  );
}
