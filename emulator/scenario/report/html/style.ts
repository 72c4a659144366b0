/** The page's look, light and dark, wide and narrow, on paper. It must not hold `</`, which would end it. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --card: #fff; --code: #f4f4f2; --line: #dfdfda; --text: #22262a; --soft: #646a70;
  --passed: #1a7f45; --failed: #c22f2f; --skipped: #8a6400; --link: #1f5fae;
  --failed-page: #fdf3f2; --note-page: #fff8e3; --name: #1f5fae; --value: #7a3e9d;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #16181b; --card: #1d2024; --code: #25292e; --line: #363b42; --text: #e4e6e8; --soft: #9ea5ad;
    --passed: #5cc489; --failed: #ff8077; --skipped: #dcb04a; --link: #86b7f7;
    --failed-page: #2c1f20; --note-page: #2b2719; --name: #86b7f7; --value: #d3a5ee;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 5rem; }
body {
  margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 70rem; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; }
h1.failed { color: var(--failed); } h1.passed { color: var(--passed); }
h2 { margin: 2rem 0 .5rem; font: 600 .95rem/1.4 var(--mono); overflow-wrap: anywhere; }
h2 small { color: var(--soft); font: 400 .85rem system-ui, sans-serif; margin-left: .4rem; }
h4 { margin: 1rem 0 .2rem; font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); }
h5 { margin: .8rem 0 .25rem; font-size: .8rem; color: var(--soft); }
a { color: var(--link); }
p { margin: .3rem 0; }
small { color: var(--soft); font-size: .85em; }
pre, code { font: .86em/1.5 var(--mono); }
[hidden] { display: none !important; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.facts, .description, .place, .none, .why, .ms { color: var(--soft); }
.facts { overflow-wrap: anywhere; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.ms { margin-left: auto; padding-left: .75rem; white-space: nowrap; flex: none; font-variant-numeric: tabular-nums; font-size: .85em; }
.mark { display: inline-block; width: 1.1em; font-weight: 700; text-align: center; }
.mark.passed { color: var(--passed); } .mark.failed { color: var(--failed); } .mark.skipped { color: var(--skipped); }
.bar { display: block; width: 100%; height: 8px; margin: 1rem 0; border-radius: 4px; background: var(--line); }
.bar .passed { fill: var(--passed); } .bar .failed { fill: var(--failed); } .bar .skipped { fill: var(--skipped); }
.failed-list { margin: 1rem 0; padding: .6rem 1rem .6rem 2rem; border-left: 3px solid var(--failed); background: var(--failed-page); border-radius: 0 6px 6px 0; }
.failed-list span { margin-left: .6rem; color: var(--soft); font-size: .9em; }
.failed-list li { overflow-wrap: anywhere; }
.toolbar {
  position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center;
  padding: .6rem 0; background: var(--page); border-bottom: 1px solid var(--line);
}
.filters { display: flex; flex-wrap: wrap; gap: .25rem; }
button, input {
  font: inherit; font-size: .9rem; color: inherit; background: var(--card); padding: .3rem .65rem;
  border: 1px solid var(--line); border-radius: 6px;
}
button { cursor: pointer; }
button:hover { border-color: var(--soft); }
button b { font-variant-numeric: tabular-nums; }
button[aria-pressed=true] { background: var(--text); color: var(--page); border-color: var(--text); }
button[aria-pressed=true] .mark { color: inherit; }
input { flex: 1 1 12rem; min-width: 8rem; }
.shown { color: var(--soft); font-size: .85rem; }
.scenario { border: 1px solid var(--line); border-radius: 8px; background: var(--card); margin: .4rem 0; content-visibility: auto; contain-intrinsic-size: auto 2.7rem; }
.scenario.failed { border-left: 3px solid var(--failed); }
.scenario:target { box-shadow: 0 0 0 2px var(--link); }
summary { cursor: pointer; }
.scenario > summary { display: flex; align-items: baseline; gap: .4rem; padding: .5rem .8rem; list-style: none; }
.scenario > summary::-webkit-details-marker { display: none; }
.scenario > summary:hover .name { text-decoration: underline; text-underline-offset: 3px; }
.title { min-width: 0; overflow-wrap: anywhere; }
.name { font-weight: 600; }
.scenario.passed .name, .scenario.skipped .name { font-weight: 500; }
.tag { display: inline-block; padding: 0 .45rem; border: 1px solid var(--line); border-radius: 99px; font-size: .75rem; color: var(--soft); }
.why { display: block; font-size: .9em; }
.scenario.failed .why { color: var(--failed); }
.inside { padding: 0 .8rem .8rem 2.3rem; }
.place { font: .8em/1.5 var(--mono); overflow-wrap: anywhere; }
.steps { list-style: none; margin: 0; padding: 0; }
.step { padding: .15rem 0; }
.line { display: flex; align-items: baseline; gap: .35rem; margin: 0; }
.line .text { min-width: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.line .place { margin-left: auto; padding-left: 1rem; text-align: right; white-space: nowrap; }
.line .place + .ms { margin-left: 0; min-width: 4.5rem; text-align: right; }
.step.skipped .text { color: var(--soft); }
.step.failed .text { font-weight: 600; }
.deep1 { margin-left: 1.2rem; } .deep2 { margin-left: 2.4rem; } .deep3 { margin-left: 3.6rem; } .deep4 { margin-left: 4.8rem; }
.happening, .note, .failure { margin: .25rem 0 .25rem 1.45rem; }
.happening > summary { font-size: .86em; color: var(--soft); overflow-wrap: anywhere; }
.happening > summary b { color: var(--text); font-weight: 600; }
.happening .ms { margin: 0; padding: 0 0 0 .4rem; font-size: 1em; }
.url { font-family: var(--mono); font-size: .95em; }
.fine { color: var(--passed); } .refused, .problem { color: var(--failed); }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
.sides > div { min-width: 0; }
.headers > summary { font-size: .8em; color: var(--soft); }
.code {
  margin: .25rem 0; padding: .5rem .7rem; background: var(--code); border-radius: 6px; overflow: auto;
  max-height: 30rem; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4;
}
.excerpt { white-space: pre; overflow-wrap: normal; }
.code i { font-style: normal; }
.code .p, .code .a { color: var(--soft); } .code .n { color: var(--name); } .code .v { color: var(--value); }
.note { padding: .35rem .7rem; background: var(--note-page); border-left: 3px solid var(--skipped); border-radius: 0 6px 6px 0; overflow-wrap: anywhere; }
.note.error { background: var(--failed-page); border-color: var(--failed); }
.note.info { background: var(--code); border-color: var(--soft); }
.failure { padding: .6rem .9rem .8rem; border: 1px solid var(--failed); border-radius: 8px; }
.failure .message { font-weight: 600; color: var(--failed); overflow-wrap: anywhere; white-space: pre-wrap; }
.differences { width: 100%; margin: .6rem 0; border-collapse: collapse; table-layout: fixed; }
.differences th, .differences td { padding: .35rem .6rem; border: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.differences thead th { font-size: .8rem; color: var(--soft); border: 0; padding-bottom: .1rem; }
.differences tbody th { width: 26%; font-weight: 500; }
.differences thead th:first-child { width: 26%; }
.differences code { white-space: pre-wrap; }
.found { background: var(--failed-page); }
mark { color: inherit; background: none; font-weight: 700; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; }
.curl { position: relative; }
.curl .code { padding-right: 5rem; }
.copy { position: absolute; top: .35rem; right: .35rem; padding: .1rem .5rem; font-size: .8rem; }
.nothing { margin: 3rem 0; text-align: center; color: var(--soft); }
@media (max-width: 640px) {
  body { padding: 1rem .7rem 3rem; }
  h1 { font-size: 1.35rem; }
  .inside { padding-left: .8rem; }
  .happening, .note, .failure { margin-left: 0; }
  .line .place { display: none; }
  .line .place + .ms { margin-left: auto; min-width: 0; }
  .toolbar { position: static; }
  .failed-list span { display: block; margin-left: 0; }
  .sides { grid-template-columns: 1fr; }
  .deep1 { margin-left: .6rem; } .deep2 { margin-left: 1.2rem; } .deep3, .deep4 { margin-left: 1.8rem; }
  .failure { padding: .5rem .6rem; }
  .differences, .differences tbody, .differences tr, .differences th, .differences td { display: block; width: auto !important; }
  .differences thead { display: none; }
  .differences tr { margin: .6rem 0; }
  .differences td::before { display: block; font-size: .75rem; color: var(--soft); }
  .differences .expected::before { content: "Expected"; }
  .differences .found::before { content: "Found"; }
}
@media print {
  :root { --page: #fff; --card: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .toolbar, .copy { display: none !important; }
  .scenario { content-visibility: visible; }
  .scenario > summary, .line, tr { break-inside: avoid; }
  h2, h4, h5, .scenario > summary { break-after: avoid; }
  .code { max-height: none; }
}
`;
