// The page's behaviour: colours, charts that follow width and colours, sortable tables, paper.
{
  const { currency, charts: data } = JSON.parse(document.getElementById('data').textContent);
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const narrow = 560;
  const format = habitueCharts.formats(currency);
  const drawn = new Map();

  // Colours -----------------------------------------------------------------
  const palette = () => {
    const style = getComputedStyle(root);
    const of = name => style.getPropertyValue('--' + name).trim();
    return {
      ink: of('ink'), soft: of('soft'), line: of('line'), faint: of('faint'), card: of('card'),
      accent: of('accent'), pale: of('accent-pale'), back: of('back'), muted: of('muted'),
      // Charts measure their words with the font by name.
      font: getComputedStyle(document.body).fontFamily,
      series: Array.from({ length: 10 }, (_, i) => of('c' + i)),
      heat: Array.from({ length: 5 }, (_, i) => of('heat' + i)),
      diverging: [of('minus'), of('zero'), of('plus')],
    };
  };
  const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';

  // Charts ------------------------------------------------------------------
  const draw = plot => {
    const figure = plot.closest('figure');
    const chosen = figure.querySelector('.choice input:checked')?.value;
    const view = { color: palette(), narrow: plot.clientWidth < narrow, chosen, format, paper: root.classList.contains('printing'), width: plot.clientWidth };
    let chart = drawn.get(plot);
    if (!chart) {
      // Vectors print sharply; thousands of points are lighter on a canvas.
      chart = echarts.init(plot, null, { renderer: plot.dataset.kind === 'scatter' ? 'canvas' : 'svg' });
      drawn.set(plot, chart);
    }
    chart.setOption(habitueCharts.kinds[plot.dataset.kind](data[figure.id], view), { notMerge: true });
    plot.habitueNarrow = view.narrow;
  };
  const redraw = () => drawn.forEach((_, plot) => draw(plot));
  const fit = plot => {
    drawn.get(plot).resize();
    if (plot.habitueNarrow !== plot.clientWidth < narrow) draw(plot);
  };

  const waiting = [...document.querySelectorAll('.plot')];
  const drawNext = until => {
    while (waiting.length && until()) {
      const plot = waiting.shift();
      if (plot.clientWidth) draw(plot);   // What is folded away is drawn once it is unfolded.
    }
    if (!waiting.length) root.dataset.charts = 'drawn';
  };
  // A few at a time, from the top, so that the page can be scrolled meanwhile.
  const drawSoon = () => {
    const end = performance.now() + 12;
    drawNext(() => performance.now() < end);
    if (waiting.length) setTimeout(drawSoon);
  };
  drawSoon();

  const sizes = new ResizeObserver(entries => {
    for (const { target } of entries) if (drawn.has(target) && !root.classList.contains('printing')) fit(target);
  });
  document.querySelectorAll('.plot').forEach(plot => sizes.observe(plot));

  document.addEventListener('toggle', event => {
    if (event.target.open) event.target.querySelectorAll('.plot').forEach(plot => drawn.has(plot) || draw(plot));
  }, true);

  document.addEventListener('change', event => {
    const plot = event.target.closest('.choice') && event.target.closest('figure').querySelector('.plot');
    if (plot) draw(plot);
  });

  // Dark and light ----------------------------------------------------------
  const button = document.getElementById('theme');
  const showTheme = () => {
    button.setAttribute('aria-pressed', isDark());
    redraw();
  };
  button.hidden = false;
  button.setAttribute('aria-pressed', isDark());
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try { localStorage.setItem('habitue-theme', root.dataset.theme); } catch { /* Not kept, still shown. */ }
    showTheme();
  });
  dark.addEventListener('change', showTheme);

  // Tables ------------------------------------------------------------------
  document.querySelectorAll('table.sortable').forEach(habitueTables.makeSortable);
  for (const table of document.querySelectorAll('table[data-file]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'save';
    button.textContent = 'Save as CSV';
    button.addEventListener('click', () => habitueTables.save(table, table.dataset.file));
    table.closest('.scroll').after(button);
  }

  // Paper: light colours, every chart as wide as the paper lets it be, plain heads --
  const print = starts => {
    root.classList.toggle('printing', starts);
    drawNext(() => true);
    drawn.forEach(chart => chart.resize());
    redraw();
    // The browser repeats a table's head on each page only when no button is in it.
    habitueTables.sorters.forEach((sorter, head) => head.replaceChildren(starts ? sorter.textContent : sorter));
  };
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));

  // Where the reader is -----------------------------------------------------
  const links = new Map([...document.querySelectorAll('.bar nav a')].map(link => [link.hash.slice(1), link]));
  const nav = document.querySelector('.bar nav');
  const reading = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && links.has(target.id)) {
        const link = links.get(target.id);
        link.setAttribute('aria-current', 'true');
        const [own, all] = [link.getBoundingClientRect(), nav.getBoundingClientRect()];
        nav.scrollLeft += own.left + own.width / 2 - all.left - all.width / 2;
      }
      else links.get(target.id)?.removeAttribute('aria-current');
    }
  }, { rootMargin: '-20% 0px -70% 0px' });
  document.querySelectorAll('main > section').forEach(section => reading.observe(section));
}
