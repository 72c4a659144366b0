/**
 * Filters, opens and copies. Runs in browsers, and the page can be read without it: what needs it is hidden until it
 * has run. It must not hold `</`, which would end it.
 */
export const SCRIPT = `
'use strict';
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const scenarios = all('.scenario');
const search = one('input[type=search]');
const texts = new Map();
const textOf = (scenario) => {
  if (!texts.has(scenario)) {
    const file = scenario.closest('.file').querySelector('h2').textContent;
    texts.set(scenario, (file + ' ' + scenario.textContent).toLowerCase());
  }
  return texts.get(scenario);
};
let outcome = 'all';

function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const scenario of scenarios) {
    const fits = (outcome === 'all' || scenario.dataset.outcome === outcome) &&
      (words.length === 0 || words.every((word) => textOf(scenario).includes(word)));
    scenario.hidden = !fits;
    if (fits) shown += 1;
  }
  for (const file of all('.file')) file.hidden = all('.scenario:not([hidden])', file).length === 0;
  for (const button of all('[data-show]')) button.setAttribute('aria-pressed', button.dataset.show === outcome);
  one('.shown').textContent = shown === scenarios.length ? '' : shown + ' of ' + scenarios.length + ' shown';
  one('.nothing').hidden = shown > 0 || scenarios.length === 0;
}

function show(newOutcome) {
  outcome = newOutcome;
  filter();
}

/** A link to a scenario opens it. */
function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target === null || !target.matches('.scenario')) return;
  if (target.hidden) {
    search.value = '';
    show('all');
  }
  target.open = true;
  target.scrollIntoView();
}

async function copy(button) {
  const code = button.parentElement.querySelector('pre');
  getSelection().selectAllChildren(code);
  const isCopied = await navigator.clipboard.writeText(code.textContent).then(
    () => true,
    () => document.execCommand('copy'), // where the page may not use the clipboard, as inside a CI's viewer
  );
  button.textContent = isCopied ? 'Copied' : 'Selected';
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}

for (const button of all('[data-show]')) button.addEventListener('click', () => show(button.dataset.show));
for (const button of all('[data-open]')) {
  button.addEventListener('click', () => {
    for (const scenario of all('.scenario:not([hidden])')) scenario.open = button.dataset.open === 'true';
  });
}
for (const button of all('.copy')) {
  button.hidden = false;
  button.addEventListener('click', () => copy(button));
}
one('[data-reset]').addEventListener('click', () => {
  search.value = '';
  show('all');
});
let waiting;
search.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 120);
});
addEventListener('hashchange', openTarget);
one('.toolbar').hidden = false;
filter();
openTarget();
`;
