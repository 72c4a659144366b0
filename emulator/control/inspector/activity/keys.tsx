/** The keys of the list, for those who have a keyboard. */
export function Keys() {
  return (
    <p class="keys faint">
      <kbd>↑</kbd> <kbd>↓</kbd> move, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> closes, <kbd>x</kbd> selects,{' '}
      <kbd>/</kbd> filters
    </p>
  );
}
