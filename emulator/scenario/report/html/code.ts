import { clipped } from '../text/parted.js';
import { xmlLines } from '../text/xml-lines.js';
import { html, type Markup, type Part } from './html.js';

/** How many characters of a body or a stanza a page shows: hundreds of scenarios must stay readable. */
const LIMIT = 20_000;

/** A stanza, an element a line. */
export function stanzaCode(xml: string): Markup {
  return html`<pre class="code">${highlightedXml(clipped(xmlLines(xml), LIMIT))}</pre>`;
}

/** A body as it came, to the byte: only colours are added. */
export function bodyCode(body: string): Markup {
  const text = clipped(body, LIMIT);
  const highlighted = /^\s*</.test(text)
    ? highlightedXml
    : /^\s*[[{]/.test(text)
      ? highlightedJson
      : undefined;
  return html`<pre class="code">${highlighted?.(text) ?? text}</pre>`;
}

const TAG = /<([/?]?)([\w:.-]+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/g;
const ATTRIBUTE = /([\w:.-]+=)("[^"]*"|'[^']*')/g;

function highlightedXml(xml: string): Markup {
  return replaced(xml, TAG, ([, slash, name, inside = '']) => {
    const attributes = replaced(inside, ATTRIBUTE, ([, key, value]) => html`${key}<i class="v">${value}</i>`);
    return html`<i class="p">&lt;${slash}</i><i class="n">${name}</i><i class="a">${attributes}</i><i class="p">&gt;</i>`;
  });
}

const TOKEN = /("(?:[^"\\\n]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?\b/g;

function highlightedJson(json: string): Markup {
  return replaced(json, TOKEN, ([token, text, colon]) => {
    if (colon !== undefined) return html`<i class="n">${text}</i>${colon}`;
    return html`<i class="v">${token}</i>`;
  });
}

/** The text with markup in place of what matches. */
function replaced(text: string, pattern: RegExp, markup: (match: RegExpExecArray) => Markup): Markup {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(end, match.index), markup(match));
    end = match.index + match[0].length;
  }
  return html`${parts}${text.slice(end)}`;
}
