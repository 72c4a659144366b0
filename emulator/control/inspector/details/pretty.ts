/** A body with line breaks and indentation. Its tokens stay as they are: numbers as spelled, names that stand twice. */
export function pretty(text: string, type: string): string {
  if (/json/i.test(type) && isJson(text)) return indentedJson(text);
  if (/xml/i.test(type)) return indentedXml(text);
  return text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function indentedJson(text: string): string {
  const tokens = text.match(JSON_TOKEN) ?? [];
  let depth = 0;
  let written = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1] ?? '';
    if (token === '}' || token === ']') {
      depth -= 1;
      written += previous === '{' || previous === '[' ? token : line() + token;
      continue;
    }
    if (previous === '{' || previous === '[' || previous === ',') written += line();
    written += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
  }
  return written;
}

/** Breaks lines between tags alone: what stands beside text belongs to the text. */
function indentedXml(text: string): string {
  let depth = 0;
  return text
    .trim()
    .replace(/>\s*</g, '>\n<')
    .split('\n')
    .map((line) => {
      if (line.startsWith('</')) depth = Math.max(0, depth - 1);
      const indented = '  '.repeat(depth) + line;
      if (/^<[^/?!]/.test(line) && !line.endsWith('/>') && !line.includes('</')) depth += 1;
      return indented;
    })
    .join('\n');
}
