import { useEffect, useState } from 'preact/hooks';

const WIDE = matchMedia('(min-width: 60rem)');

/** Whether there is room for a panel beside the list; the style sheet has the same width. */
export function useIsWide(): boolean {
  const [isWide, setWide] = useState(WIDE.matches);
  useEffect(() => {
    const listener = () => setWide(WIDE.matches);
    WIDE.addEventListener('change', listener);
    return () => WIDE.removeEventListener('change', listener);
  }, []);
  return isWide;
}
