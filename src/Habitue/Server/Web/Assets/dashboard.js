// What all pages share: colours, tables that sort, the menu on a phone.
{
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const button = document.getElementById('theme');
  const show = () => {
    button.setAttribute('aria-pressed', isDark());
    document.querySelectorAll('habitue-chart').forEach(chart => chart.chart && chart.draw());
  };
  button.hidden = false;
  button.setAttribute('aria-pressed', isDark());
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try { localStorage.setItem('habitue-theme', root.dataset.theme); } catch { /* Not kept, still shown. */ }
    show();
  });
  dark.addEventListener('change', show);

  const tables = within => within.querySelectorAll('table.sortable').forEach(table => {
    if (!table.tHead.querySelector('button')) habitueTables.makeSortable(table);
  });
  // What scrolls by itself can be reached and scrolled with keys, and says what it is.
  const scrollers = within => within.querySelectorAll('.scroll:not([tabindex])').forEach(part => {
    part.tabIndex = 0;
    part.setAttribute('role', 'region');
    const name = part.closest('figure')?.querySelector('figcaption')?.firstChild?.textContent ?? part.closest('section')?.querySelector('h2, h3')?.textContent ?? 'Table';
    part.setAttribute('aria-label', `${name.trim()}, as a table`);
  });
  const ready = within => { tables(within); scrollers(within); };
  ready(document);
  document.addEventListener('htmx:load', event => ready(event.detail.elt));
  // What asks again and again by itself does so only while it is on the screen.
  document.addEventListener('htmx:beforeRequest', event => {
    const { elt } = event.detail;
    if (!elt.getAttribute('hx-trigger')?.startsWith('every')) return;
    const { top, bottom } = elt.getBoundingClientRect();
    if (document.hidden || bottom < 0 || top > innerHeight) event.preventDefault();
  });
  document.addEventListener('click', event => {
    const save = event.target.closest('button[data-save]');
    if (save) habitueTables.save(document.getElementById(save.dataset.save), save.dataset.file + '.csv');
  });

  // A slider says what it stands at while it is moved.
  document.addEventListener('input', event => {
    const shown = document.getElementById(event.target.dataset?.shown ?? '');
    if (shown) shown.textContent = event.target.value + '%';
  });
  // A file that is too large is told before it is sent.
  document.addEventListener('change', event => {
    const { most, tooLarge } = event.target.dataset ?? {};
    if (most) event.target.setCustomValidity([...event.target.files].some(file => file.size > Number(most)) ? tooLarge : '');
  });
  // A form that sends what another field holds.
  document.addEventListener('submit', event => event.target.querySelectorAll('[data-same-as]').forEach(field => { field.value = document.getElementById(field.dataset.sameAs).value; }), true);

  const menu = document.querySelector('details.menu');
  const phone = matchMedia('(max-width: 860px)');
  const fold = () => { menu.open = !phone.matches; };
  fold();
  phone.addEventListener('change', fold);

  // A view that cannot be had is said, and what was there stays.
  let missing;
  const failed = (text, what) => {
    missing = what;
    const line = document.getElementById('failed') ?? document.createElement('p');
    line.id = 'failed';
    line.className = 'problem';
    line.setAttribute('role', 'alert');
    line.textContent = text;
    document.querySelector('#page .head').after(line);
  };
  // A part that refreshes itself does not take away what was said of another.
  document.addEventListener('htmx:afterSwap', ({ detail }) => { if (detail.target === missing || detail.target.id === 'page') document.getElementById('failed')?.remove(); });
  document.addEventListener('htmx:sendError', ({ detail }) => failed('The server does not answer. What is shown stays; choose again when it is back.', detail.target));

  // Every page asks now and then whether the server is there, and says when it is not.
  const away = document.createElement('p');
  away.id = 'away';
  away.setAttribute('role', 'alert');
  away.textContent = 'The server is away; trying again. What is shown stays.';
  const look = async () => {
    if (document.hidden) return;
    const there = await fetch('/health/live', { cache: 'no-store' }).then(answer => answer.ok, () => false);
    if (there) away.remove();
    else if (!away.isConnected) document.body.append(away);
  };
  setInterval(look, 3000);
  document.addEventListener('htmx:responseError', ({ detail }) => failed(`The server could not show this (${detail.xhr.status}). What is shown stays.`, detail.target));
}
