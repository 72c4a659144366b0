import { excerpt, placeName } from '../../place.js';
import type { Difference, Failure } from '../../result.js';
import { isWorthMarking, type Parted, parted, shortened } from '../text/parted.js';
import { visiblePlace } from '../text/visible.js';
import { stanzaCode } from './code.js';
import { html, type Markup, type Part } from './html.js';

/** Why a step failed. */
export function failureMarkup(failure: Failure): Markup {
  const { message, place, differences, nearest, left, curl } = failure;
  return html`<div class="failure">
<p class="message">${message}</p>
<p class="place">${placeName(place)}</p>
<pre class="code excerpt">${excerpt(visiblePlace(place)).replace(/^ {2}/gm, '')}</pre>
${differences.length > 0 && differencesMarkup(differences)}
${nearest !== undefined && html`<h5>The nearest that did arrive</h5>${stanzaCode(nearest)}`}
${left !== undefined && leftMarkup(left)}
${curl !== undefined && curlMarkup(curl)}
</div>`;
}

/** How many characters of a value are shown. */
const LIMIT = 400;

function differencesMarkup(differences: readonly Difference[]): Markup {
  return html`<table class="differences">
<thead><tr><th scope="col">Where</th><th scope="col">Expected</th><th scope="col">Found</th></tr></thead>
<tbody>${differences.map(({ what, expected, found }) => {
    const pair = shortened(parted(expected, found), LIMIT);
    return html`
<tr><th scope="row">${what}</th><td class="expected">${value(pair, 'expected')}</td><td class="found">${value(pair, 'found')}</td></tr>`;
  })}
</tbody></table>`;
}

/** The value with a mark on the part that differs, where most of it does not. */
function value(pair: Parted, part: 'expected' | 'found'): Part {
  const { before, after } = pair;
  if (!isWorthMarking(pair)) return html`<code>${before}${pair[part]}${after}</code>`;
  return html`<code>${before}<mark>${pair[part]}</mark>${after}</code>`;
}

function leftMarkup(left: readonly string[]): Markup {
  if (left.length === 0) return html`<p class="none">Nothing else is in the inbox.</p>`;
  return html`<h5>Left in the inbox</h5>${left.map(stanzaCode)}`;
}

function curlMarkup(curl: string): Markup {
  return html`<h5>To try it by hand</h5><div class="curl"><pre class="code">${curl}</pre><button type="button" class="copy" hidden>Copy</button></div>`;
}
