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
  tables(document);
  document.addEventListener('htmx:load', event => tables(event.detail.elt));
  document.addEventListener('click', event => {
    const save = event.target.closest('button[data-save]');
    if (save) habitueTables.save(document.getElementById(save.dataset.save), save.dataset.file + '.csv');
  });

  // A slider says what it stands at while it is moved.
  document.addEventListener('input', event => {
    const shown = document.getElementById(event.target.dataset?.shown ?? '');
    if (shown) shown.textContent = event.target.value + '%';
  });

  const menu = document.querySelector('details.menu');
  const phone = matchMedia('(max-width: 860px)');
  const fold = () => { menu.open = !phone.matches; };
  fold();
  phone.addEventListener('change', fold);

  // A view that cannot be had is said, and what was there stays.
  const failed = text => {
    const line = document.createElement('p');
    line.className = 'problem';
    line.setAttribute('role', 'alert');
    line.textContent = text;
    document.querySelector('#page .head').after(line);
  };
  document.addEventListener('htmx:sendError', () => failed('The server does not answer. What is shown stays; choose again when it is back.'));
  document.addEventListener('htmx:responseError', event => failed(`The server could not show this (${event.detail.xhr.status}). What is shown stays.`));
}
