import { useEffect } from 'preact/hooks';
import { close } from '../activity/opened.js';

/** Escape closes the details, and `/` goes to the view's search field. Fields and open dialogs have Escape for themselves. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]') !== null) return;
      if (isWriting(event.target)) return;
      if (event.key === 'Escape') return close();
      if (event.key !== '/' || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const fields = Array.from(document.querySelectorAll<HTMLElement>('.bar-search'));
      fields.find((field) => field.checkVisibility())?.focus();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input:not([type=checkbox]), textarea, select');
}
