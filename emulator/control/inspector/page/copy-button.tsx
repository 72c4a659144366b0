import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface Props {
  readonly text: string;
  readonly isDisabled?: boolean;
  readonly children: ComponentChildren;
}

/** Copies a text. Where the browser does not let it (a page of plain HTTP from another machine), it shows the text instead. */
export function CopyButton({ text, isDisabled = false, children }: Props) {
  const [copied, setCopied] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      setRefused(text);
    }
  };
  return (
    <>
      <button type="button" onClick={copy} disabled={isDisabled}>
        {children}
      </button>
      <span class="faint" role="status">
        {copied === text && 'Copied'}
      </span>
      {refused === text && (
        <textarea
          class="code block"
          readOnly
          rows={5}
          aria-label="The text to copy"
          ref={(area) => area?.select()}
          value={text}
        />
      )}
    </>
  );
}
