import type { EntryHeaders } from '../../../journal/entry.js';

export function Headers({ headers }: { readonly headers: EntryHeaders }) {
  return (
    <dl class="headers code">
      {Object.entries(headers).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
