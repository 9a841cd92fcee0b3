// <habitue-chart kind="…"> with its data as JSON inside: draws, follows width and colours, leads on by a click, saves as picture or table.
{
  const root = document.documentElement;
  const narrow = 560;
  const palette = () => {
    const style = getComputedStyle(root);
    const of = name => style.getPropertyValue('--' + name).trim();
    return {
      ink: of('ink'), soft: of('soft'), line: of('line'), faint: of('faint'), card: of('card'),
      accent: of('accent'), pale: of('accent-pale'), back: of('back'), muted: of('muted'),
      font: getComputedStyle(document.body).fontFamily,
      series: Array.from({ length: 10 }, (_, i) => of('c' + i)),
      heat: Array.from({ length: 5 }, (_, i) => of('heat' + i)),
      diverging: [of('minus'), of('zero'), of('plus')],
    };
  };
  const button = (text, act) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  };

  class HabitueChart extends HTMLElement {
    connectedCallback() {
      this.data = JSON.parse(this.querySelector('script').textContent);
      this.format = habitueCharts.formats(document.body.dataset.currency ?? '');
      this.plot = document.createElement('div');
      this.plot.className = 'plot';
      this.plot.style.height = this.getAttribute('height') + 'px';
      this.plot.setAttribute('role', 'img');
      this.plot.setAttribute('aria-label', this.getAttribute('label'));
      this.append(this.tools(), this.plot);
      // What is not on the screen yet is drawn when it comes there.
      this.seen = new IntersectionObserver(entries => {
        if (!entries.some(entry => entry.isIntersecting)) return;
        this.seen.disconnect();
        this.draw();
      }, { rootMargin: '300px' });
      this.seen.observe(this);
      this.sizes = new ResizeObserver(() => {
        if (!this.chart || !this.plot.clientWidth) return;
        this.chart.resize();
        if (this.wasNarrow !== this.plot.clientWidth < narrow) this.draw();
      });
      this.sizes.observe(this.plot);
    }

    disconnectedCallback() {
      this.seen.disconnect();
      this.sizes.disconnect();
      this.chart?.dispose();
      this.chart = undefined;
      this.querySelector('.tools')?.remove();
      this.plot.remove();
    }

    tools() {
      const bar = document.createElement('div');
      bar.className = 'tools';
      const details = this.closest('figure').querySelector('details.as-table');
      // A chart whose table stands elsewhere on the page leads there.
      const table = () => (details ? details.querySelector('table') : document.getElementById(this.getAttribute('table')));
      const show = button('Table', () => {
        if (!details) return table().closest('.scroll').focus();
        details.open = !details.open;
        show.setAttribute('aria-pressed', details.open);
      });
      if (details) show.setAttribute('aria-pressed', 'false');
      bar.append(show, button('CSV', () => habitueTables.save(table(), this.getAttribute('file') + '.csv')), button('PNG', () => this.picture()));
      if (this.data.lasso) bar.prepend(this.lasso());
      return bar;
    }

    // Draw round points to list whom they stand for; the corners stand in the address.
    lasso() {
      const toggle = button('Lasso', () => {
        if (!this.chart) this.draw();
        const on = toggle.getAttribute('aria-pressed') !== 'true';
        toggle.setAttribute('aria-pressed', on);
        this.chart.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption: { brushType: on ? 'polygon' : false, brushMode: 'single' } });
      });
      toggle.setAttribute('aria-pressed', 'false');
      return toggle;
    }

    chosen(areas) {
      const corners = areas?.[0]?.coordRange ?? [];
      if (corners.length < 3) return;
      const every = Math.ceil(corners.length / 40);
      location.assign(this.data.lasso + encodeURIComponent(corners.filter((_, i) => i % every === 0).map(([x, y]) => `${x.toFixed(3)},${y.toFixed(3)}`).join(';')));
    }

    draw() {
      if (!this.plot.clientWidth) return;
      this.wasNarrow = this.plot.clientWidth < narrow;
      const view = { color: palette(), narrow: this.wasNarrow, chosen: this.data.chosen, format: this.format, paper: false, width: this.plot.clientWidth };
      if (!this.chart) {
        this.chart = echarts.init(this.plot, null, { renderer: 'canvas' });
        this.chart.on('brushEnd', event => this.chosen(event.areas));
        this.chart.on('click', event => this.go(this.link(event)));
        // Of a line only the marks can be hit; anywhere above or below a step of it leads on as well.
        this.chart.getZr().on('click', ({ offsetX, offsetY }) => {
          const { series, xAxis } = this.chart.getOption();
          if (!Array.isArray(this.data.links) || series[0].type !== 'line' || xAxis[0].type !== 'category' || !this.chart.containPixel('grid', [offsetX, offsetY])) return;
          this.go(this.data.links[Math.round(this.chart.convertFromPixel({ xAxisIndex: 0 }, offsetX))]);
        });
      }
      this.chart.setOption(habitueCharts.kinds[this.getAttribute('kind')](this.data, view), { notMerge: true });
      this.dataset.drawn = '';
    }

    // One address for all of it, one a mark, a list of them for each series, or by names; a point of the map carries its own.
    link({ seriesIndex, dataIndex, name, data }) {
      const { links } = this.data;
      if (typeof links === 'string') return links;
      if (!Array.isArray(links)) return links?.[name] ?? data?.[3];
      return Array.isArray(links[0]) ? links[seriesIndex]?.[dataIndex] : links[dataIndex];
    }

    go(to) {
      if (typeof to === 'string' && to.startsWith('/')) location.assign(to);
    }

    picture() {
      if (!this.chart) this.draw();
      habitueTables.download(this.chart.getDataURL({ pixelRatio: 2, backgroundColor: palette().card }), this.getAttribute('file') + '.png');
    }
  }
  customElements.define('habitue-chart', HabitueChart);
}
