import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../../emulator/scenario/report/html/html.js';
import { htmlReporter } from '../../../emulator/scenario/report/html.js';
import { rendered } from './rendered.js';
import { everything, passing, run, skipped } from './samples.js';

const page = rendered(htmlReporter, everything);
/** The page without the script and the style, which are not data. */
const body = page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '');

/** The names of all attributes of all elements. */
function attributeNames(text: string): string[] {
  const tags = [...text.matchAll(/<[a-z][a-z0-9]*((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/g)];
  return tags.flatMap(([, inside = '']) =>
    [...inside.matchAll(/\s([a-z-]+)(?:="[^"]*")?/g)].map(([, name = '']) => name),
  );
}

describe('the page', () => {
  it('shows markup in what was played as text', () => {
    expect(body).not.toContain('<script');
    expect(body).not.toContain('<img');
    expect(body).toContain(
      '<bdi>&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &quot;&#39;&amp;amp; \\u001b[31mred',
    );
    for (const index of [1, 3, 4, 5, 6])
      expect(page).toContain(`&lt;script&gt;alert(${index})&lt;/script&gt;`);
  });

  it('closes each element that it opens', () => {
    const open: string[] = [];
    const single = new Set(['meta', 'input', 'rect']);
    for (const [, slash, name = ''] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)[^<>]*>/g)) {
      if (slash === '/') expect(open.pop()).toBe(name);
      else if (!single.has(name)) open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('asks for nothing from outside, and has no inline handlers or styles', () => {
    expect(attributeNames(body)).toContain('href');
    for (const name of attributeNames(body)) expect(name).not.toMatch(/^(on|src|style|action|srcset|data$)/);
    for (const [, target] of body.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#s\d+$/);
    expect(page).not.toMatch(/@import|url\(/);
  });

  it('allows nothing but its own script and style', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    const hashOf = (element: string) => {
      const content = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page)?.[1] ?? '';
      expect(content.length).toBeGreaterThan(1000);
      return createHash('sha256').update(content).digest('base64');
    };
    expect(policy).toBe(
      `default-src 'none'; script-src 'sha256-${hashOf('script')}'; style-src 'sha256-${hashOf('style')}'; ` +
        "base-uri 'none'; form-action 'none'",
    );
  });

  it('has a script that can be read by a browser', () => {
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    expect(() => new Function(script)).not.toThrow();
  });

  it('opens what failed, and only that', () => {
    const opened = [
      ...body.matchAll(/<details class="scenario (\w+)" id="s\d+" data-outcome="\w+"( open)?>/g),
    ];
    expect(opened.map(([, outcome, open]) => `${outcome}${open ?? ''}`)).toEqual([
      'passed',
      'failed open',
      'failed open',
      'skipped',
      'failed open',
    ]);
  });

  it('links from the failed at its top to the scenarios', () => {
    expect(body).toContain('<li><a href="#s2"><bdi>A contact sees the status (format xml)</bdi></a>');
    expect(body).toContain('id="s2"');
  });

  it.each([
    [everything, '3 of 5 scenarios failed'],
    [run([passing, skipped]), '1 of 2 scenarios passed, 1 skipped'],
    [run([passing]), '1 scenario passed'],
    [run([skipped]), '1 scenario skipped'],
    [run([]), 'No scenarios were played'],
  ])('says in its title how it went', (result, title) => {
    expect(rendered(htmlReporter, result)).toContain(`<title>${title} · Tigase scenarios</title>`);
  });
});

describe('the template', () => {
  it('escapes what is put in, but not what it made itself', () => {
    const inner = html`<b>${'<&>"\''}</b>`;
    expect(html`<p title="${'"'}">${inner}${[1, html`<i>`]}${undefined}${false}</p>`.text).toBe(
      '<p title="&quot;"><b>&lt;&amp;&gt;&quot;&#39;</b>1<i></p>',
    );
  });
});
