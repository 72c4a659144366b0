import type { YAMLParseError } from 'yaml';

/** What people mean who write what YAML reads otherwise; empty where nothing is known. */
export function yamlHint({ code, message }: Pick<YAMLParseError, 'code' | 'message'>, line: string): string {
  if (/end with a [}\]]/.test(message))
    return 'a { or [ before it is not closed; after a space, # begins a comment';
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  if (code === 'BAD_INDENT') return 'indent it as its neighbours';
  if (/\{[^{}"]*\{[\w/-]+\}/.test(line) || /:\s*\{[\w/-]+\}\S/.test(line))
    return 'a text with braces needs quotes there: "{test}/phone"';
  if (/ #/.test(line)) return 'a # after a space begins a comment: texts with one need quotes';
  if (code === 'BLOCK_AS_IMPLICIT_KEY' || code === 'BLOCK_IN_FLOW')
    return 'a text with ": " in it needs quotes';
  return '';
}
