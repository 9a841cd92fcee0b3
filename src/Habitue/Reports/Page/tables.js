// Tables that a click on a head sorts and that can be saved: for the report and for the dashboard.
const habitueTables = (() => {
  const sorters = new Map();
  const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const sort = (table, column, head) => {
    const down = head.getAttribute('aria-sort') === 'none' ? head.classList.contains('n') : head.getAttribute('aria-sort') === 'ascending';
    for (const other of table.tHead.rows[0].cells) other.setAttribute('aria-sort', 'none');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const key = row => row.cells[column].dataset.v ?? row.cells[column].textContent;
    const rows = [...table.tBodies[0].rows].map(row => [key(row), row]);
    const values = rows.map(([, row]) => row.cells[column].dataset.v).filter(value => value !== undefined && value !== '');
    const byNumber = values.length > 0 && values.every(value => value === '–' || value === 'NaN' || !Number.isNaN(Number(value)));
    const number = text => (text === '–' || text === '' ? -Infinity : Number(text));
    rows.sort(([a], [b]) => (down ? -1 : 1) * (byNumber ? number(a) - number(b) || 0 : words.compare(a, b)));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };
  const makeSortable = table => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const sorter = document.createElement('button');
      sorter.type = 'button';
      sorter.textContent = head.textContent;
      sorter.addEventListener('click', () => sort(table, column, head));
      head.replaceChildren(sorter);
      sorters.set(head, sorter);
      head.setAttribute('aria-sort', 'none');
    });
  };

  // Numbers as they are, and nothing that a spreadsheet would take for a formula.
  const quoted = text => '"' + text.replace(/"/g, '""') + '"';
  const csvCell = cell => cell.dataset.v ?? quoted(/^[=+@\-\t]/.test(cell.textContent) ? "'" + cell.textContent : cell.textContent);
  const download = (address, name) => {
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
  };
  const save = (table, name) => {
    const heads = [...table.tHead.rows[0].cells].map(head => quoted((sorters.get(head) ?? head).textContent));
    const lines = [heads, ...[...table.tBodies[0].rows].map(row => [...row.cells].map(csvCell))];
    const address = URL.createObjectURL(new Blob(['\ufeff' + lines.map(cells => cells.join(',')).join('\r\n') + '\r\n'], { type: 'text/csv' }));
    download(address, name);
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return { makeSortable, save, download, sorters };
})();
