// What the page looks like, and what its keys do. Its tests run it in a real browser.

export const style = `
:root { color-scheme: light dark; --line: #ccd; --bad: #b00; --odd: #850; --fine: #262; --on: #e8f0fe }
@media (prefers-color-scheme: dark) { :root { --line: #456; --bad: #f88; --odd: #fc7; --fine: #8d8; --on: #1c2b45 } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 1rem }
h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1.15rem; margin: 1rem 0 0 } h3 { font-size: 1rem; margin: 0 }
.columns { display: grid; grid-template-columns: minmax(0, max-content) minmax(22rem, 1fr); gap: 1.5rem; align-items: start }
@media (max-width: 60rem) { .columns { grid-template-columns: minmax(0, 1fr) } }
.drawing { overflow: auto; max-width: 100%; max-height: 92vh; position: sticky; top: .5rem }
main { min-width: 0; overflow-wrap: anywhere }
ol, ul { padding-left: 1.5rem } li { margin: .6rem 0; padding: .3rem .6rem; border-left: 4px solid var(--line) }
li p { margin: .1rem 0 }
li.error { border-color: var(--bad) } li.warning { border-color: var(--odd) }
li:target, li.chosen, li:focus { background: var(--on); outline: 2px solid #05c }
.badge { font-size: .75rem; border: 1px solid; border-radius: .6rem; padding: 0 .5rem; color: var(--bad) }
li.warning .badge { color: var(--odd) }
.findings li { margin: .3rem 0 } .error strong { color: var(--bad) } .warning strong { color: var(--odd) } .fine { color: var(--fine) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; margin: .2rem 0 } dd { margin: 0; overflow-wrap: anywhere }
ins { text-decoration: none; color: var(--fine) } ins::before { content: '+ ' } del { color: var(--bad) } del::before { content: '- ' }
.trace li.skipped, .trace li.passed-over { opacity: .75 }
svg a.trace-skipped, svg a.trace-passed-over, svg a.trace-never { opacity: .4 }
svg a.trace-ran .box, svg a.trace-reached .box { stroke: #080; stroke-width: 3 } svg a.trace-answered .box { stroke: #a60; stroke-width: 4 }
.skip { position: absolute; left: -999px } .skip:focus { position: static }
@media print { .drawing { position: static; max-height: none } }
`;

export const script = `
'use strict';
const boxes = [...document.querySelectorAll('svg a[data-key]')];
const choose = (key) => {
  for (const box of boxes) box.classList.toggle('chosen', box.dataset.key === key);
  for (const item of document.querySelectorAll('main li[id]')) item.classList.toggle('chosen', item.id === key);
};
for (const [index, box] of boxes.entries()) {
  box.addEventListener('focus', () => choose(box.dataset.key));
  box.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const next = event.key === 'Home' ? boxes[0] : event.key === 'End' ? boxes.at(-1) : step && boxes[index + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  box.addEventListener('click', (event) => {
    event.preventDefault();
    const item = document.getElementById(box.dataset.key);
    history.replaceState(null, '', '#' + box.dataset.key);
    choose(box.dataset.key);
    item.focus();
  });
}
for (const item of document.querySelectorAll('main li[id]')) item.addEventListener('focus', () => choose(item.id));
const traces = [...document.querySelectorAll('.trace')];
const show = (wanted) => {
  const found = wanted ? JSON.parse(wanted.dataset.outcomes) : {};
  for (const box of boxes) {
    for (const name of [...box.classList]) if (name.startsWith('trace-')) box.classList.remove(name);
    // What comes after a filter that answered never sees the request; nodes always do.
    if (wanted && !box.dataset.key.startsWith('node-')) box.classList.add('trace-' + (found[box.dataset.key] || 'never'));
  }
  for (const one of traces) one.querySelector('button').setAttribute('aria-pressed', String(one === wanted));
};
for (const one of traces) {
  const button = one.querySelector('button');
  button.hidden = false;
  button.addEventListener('click', () => show(button.getAttribute('aria-pressed') === 'true' ? undefined : one));
}
show(traces[0]);
if (location.hash) choose(decodeURIComponent(location.hash.slice(1)));
`;
