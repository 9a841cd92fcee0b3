// What each kind of chart looks like: from a figure's data and the view (colours, width, what is chosen) to ECharts options.
const habitueCharts = (() => {
  const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
  const escape = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);

  // Numbers as the rest of the page writes them: in the way of the reader's place, with words and letters in English.
  const sizes = [[999.5e6, 1e9, 'B'], [999.5e3, 1e6, 'M'], [999.5, 1e3, 'k']];
  const formats = (currency, locale = document.body?.dataset.locale ?? 'en') => {
    const number = options => new Intl.NumberFormat(locale + '-u-nu-latn', { useGrouping: 'always', ...options });
    const [digits, whole, cents, three, tenths] = [{ maximumSignificantDigits: 4 }, { maximumFractionDigits: 0 }, { minimumFractionDigits: 2, maximumFractionDigits: 2 }, { maximumSignificantDigits: 3 }, { minimumFractionDigits: 1, maximumFractionDigits: 1 }].map(number);
    // Where the sign stands, the place decides; which sign, the shop.
    const shape = number({ style: 'currency', currency: 'EUR', currencyDisplay: 'narrowSymbol' }).formatToParts(1).map(part => part.type);
    const [after, apart] = [shape.indexOf('currency') > shape.indexOf('integer'), shape.includes('literal')];
    const sign = currency.trim();
    const signed = (value, text) => (value < 0 ? '−' : '') + (!sign ? text : after ? text + '\u00a0' + sign : (apart ? sign + '\u00a0' : currency) + text);
    const share = number({ style: 'percent' }).formatToParts(0.5).map(part => (part.type === 'integer' ? 'n' : part.value)).join('');
    const short = value => {
      const [, by, letter] = sizes.find(([least]) => Math.abs(value) >= least) ?? [0, 1, ''];
      return three.format(value / by) + letter;
    };
    return {
      count: value => whole.format(value),
      value: value => (Math.abs(value) >= 1000 ? whole.format(value) : digits.format(value)),
      money: value => signed(value, (Math.abs(value) >= 1000 ? whole : cents).format(Math.abs(value))),
      shortMoney: value => signed(value, short(Math.abs(value))),
      short,
      tenths: value => tenths.format(value),
      share: value => share.replace('n', tenths.format(value * 100)),
      shortShare: value => share.replace('n', three.format(value * 100)),
    };
  };
  // A value of a feature whose unit the catalogue tells.
  const inUnit = (format, unit, short) => {
    if (unit === 'share 0-1') return short ? format.shortShare : format.share;
    if (unit === 'money' || unit === 'money per unit') return short ? format.shortMoney : format.money;
    return short ? format.short : format.value;
  };

  // What all charts share ----------------------------------------------------
  // The plot leaves as much room as the words around it need.
  const bounds = { left: 2, right: 8, top: 12, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'all' };
  const base = ({ color }, label) => ({
    animation: false,
    textStyle: { fontFamily: color.font, color: color.soft },
    color: color.series,
    grid: bounds,
    tooltip: {
      confine: true, appendToBody: false, transitionDuration: 0,
      backgroundColor: color.card, borderColor: color.line, padding: [7, 11],
      textStyle: { color: color.ink, fontSize: 12.5 }, extraCssText: 'box-shadow: 0 4px 16px rgb(0 0 0 / 16%); border-radius: 8px',
      ...label,
    },
  });
  const lines = (title, ...rows) => `<strong>${escape(title)}</strong>` + rows.map(row => '<br>' + escape(row)).join('');
  const dot = (tint, text) => `<br><span style="display:inline-block;width:8px;height:8px;border-radius:50%;margin-right:6px;background:${tint}"></span>${escape(text)}`;
  const category = ({ color }, data, more) => ({
    type: 'category', data, axisTick: { show: false }, axisLine: { lineStyle: { color: color.line } },
    ...more, axisLabel: { color: color.soft, fontFamily: color.font, hideOverlap: true, ...more?.axisLabel },
  });
  const measure = ({ color }, formatter, more) => ({
    type: 'value', splitLine: { lineStyle: { color: color.line } },
    ...more, axisLabel: { color: color.soft, fontFamily: color.font, formatter, hideOverlap: true, ...more?.axisLabel },
  });
  // Names above a plot, in as many lines as they need.
  const legend = ({ color, width }, names) => {
    const room = names.reduce((sum, name) => sum + 34 + name.length * 7, 0);
    return {
      legend: { top: 0, left: 0, icon: 'circle', itemWidth: 9, itemStyle: { opacity: 1 }, textStyle: { color: color.soft } },
      grid: { ...bounds, right: 14, top: 18 + 20 * Math.ceil(room / width) },
    };
  };
  const heatScale = (colors, max, more) => ({ show: false, min: 0, max, inRange: { color: colors }, ...more });
  // Dark words on a pale cell, pale words on a dark one, whichever theme is on.
  const onHeat = ({ color }, share) => (share > 0.45 ? color.card : color.ink);

  // Time ---------------------------------------------------------------------
  const dayLength = 86_400_000;
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const shortDay = time => `${new Date(time).getUTCDate()} ${months[new Date(time).getUTCMonth()]}`;
  const monthName = time => `${months[new Date(time).getUTCMonth()]} ${new Date(time).getUTCFullYear()}`;
  const dayName = time => `${weekdays[(new Date(time).getUTCDay() + 6) % 7].slice(0, 3)}, ${shortDay(time)} ${new Date(time).getUTCFullYear()}`;
  const starts = {
    day: time => time,
    week: time => time - ((new Date(time).getUTCDay() + 6) % 7) * dayLength,
    month: time => Date.UTC(new Date(time).getUTCFullYear(), new Date(time).getUTCMonth()),
  };
  const following = {
    day: time => time + dayLength,
    week: time => time + 7 * dayLength,
    month: time => Date.UTC(new Date(time).getUTCFullYear(), new Date(time).getUTCMonth() + 1),
  };
  const windows = { day: 7, week: 4, month: 3 };

  const periods = (data, grain) => {
    const first = Date.parse(data.start);
    const last = first + data.days.at(-1)[0] * dayLength;
    const periods = [];
    for (let start = starts[grain](first); start <= last; start = following[grain](start)) {
      const end = following[grain](start);
      periods.push({ start, end, revenue: 0, returned: 0, orders: 0, partial: start < first || end > last + dayLength });
    }
    let at = 0;
    for (const [day, revenue, returned, orders] of data.days) {
      const time = first + day * dayLength;
      while (time >= periods[at].end) at++;
      const period = periods[at];
      period.revenue += revenue;
      period.returned += returned;
      period.orders += orders;
    }
    return periods;
  };

  const movingAverage = (values, width) => {
    let sum = 0;
    return values.map((value, i) => {
      sum += value - (i >= width ? values[i - width] : 0);
      return i >= width - 1 ? sum / width : null;
    });
  };

  const revenue = (data, view) => {
    const { color, chosen: grain, format } = view;
    const all = periods(data, grain);
    const name = period => (grain === 'month' ? monthName(period.start) : (grain === 'week' ? 'Week of ' : '') + dayName(period.start));
    const average = movingAverage(all.map(period => period.revenue), windows[grain]);
    const zooms = all.length > 40 && !view.paper;
    const returns = all.some(period => period.returned > 0);
    return {
      ...base(view, {
        trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } },
        formatter: ([{ dataIndex: i }]) => lines(name(all[i]) + (all[i].partial ? ' (in part)' : ''))
          + dot(color.accent, `Revenue ${format.money(all[i].revenue)}`) + (returns ? dot(color.back, `Returned ${format.money(all[i].returned)}`) : '')
          + dot(color.ink, average[i] === null ? 'No average yet' : `Average ${format.money(average[i])}`)
          + '<br>' + escape(`${format.count(all[i].orders)} orders`),
      }),
      legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: color.soft }, data: ['Revenue', ...(returns ? ['Returned'] : []), 'Moving average'] },
      grid: { ...bounds, top: 34, bottom: zooms ? 44 : 4 },
      dataZoom: zooms ? [
        { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false },
        { type: 'slider', height: 18, bottom: 8, borderColor: 'transparent', backgroundColor: color.faint, fillerColor: color.pale + '66', handleStyle: { color: color.card, borderColor: color.accent }, moveHandleSize: 0, showDetail: false, dataBackground: { lineStyle: { color: color.accent, opacity: 0.5 }, areaStyle: { color: color.pale } }, selectedDataBackground: { lineStyle: { color: color.accent }, areaStyle: { color: color.pale } } },
      ] : [],
      xAxis: category(view, all.map(period => period.start), {
        axisLabel: { formatter: time => (grain === 'month' ? monthName(+time) : shortDay(+time)) },
      }),
      yAxis: measure(view, format.shortMoney),
      series: [
        { name: 'Revenue', type: 'bar', stack: 'both', barMaxWidth: 44, barCategoryGap: '22%', data: all.map(period => ({ value: period.revenue, itemStyle: { color: period.partial && grain !== 'day' ? color.pale : color.accent, borderRadius: all.length < 80 ? [3, 3, 0, 0] : 0 } })), itemStyle: { color: color.accent } },
        ...(returns ? [{ name: 'Returned', type: 'bar', stack: 'both', data: all.map(period => -period.returned), itemStyle: { color: color.back, borderRadius: all.length < 80 ? [0, 0, 3, 3] : 0 } }] : []),
        { name: 'Moving average', type: 'line', data: average, symbol: 'none', smooth: 0.25, lineStyle: { width: 2, color: color.ink }, itemStyle: { color: color.ink } },
      ],
    };
  };

  const season = (data, view) => {
    const { color, chosen, format } = view;
    const hours = Array.from({ length: data.last - data.first + 1 }, (_, i) => String(data.first + i).padStart(2, '0'));
    const at = chosen === 'orders' ? 3 : 2;
    const max = Math.max(...data.cells.map(cell => cell[at]));
    return {
      ...base(view, {
        formatter: ({ value: [hour, day, , revenue, orders] }) => lines(`${weekdays[6 - day]}, ${hours[hour]}:00`, format.money(revenue), `${format.count(orders)} orders`),
      }),
      grid: { ...bounds, right: 2, top: 6 },
      xAxis: category(view, hours, { splitArea: { show: false }, axisLine: { show: false } }),
      yAxis: category(view, weekdays.toReversed().map(day => (view.narrow ? day.slice(0, 3) : day)), { axisLine: { show: false } }),
      visualMap: heatScale(color.heat, max, { dimension: 2 }),
      series: [{ type: 'heatmap', data: data.cells.map(cell => [cell[1] - data.first, 7 - cell[0], cell[at], cell[2], cell[3]]), itemStyle: { borderColor: color.card, borderWidth: 2, borderRadius: 4 }, emphasis: { itemStyle: { borderColor: color.ink } } }],
    };
  };

  // Bars ---------------------------------------------------------------------
  const bars = (data, view) => {
    const { color, format } = view;
    const text = data.money ? format.money : format.value;
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } }, formatter: ([{ name, value }]) => lines(name, text(value)) }),
      xAxis: category(view, data.labels),
      yAxis: measure(view, data.money ? format.shortMoney : format.short, { splitNumber: 4 }),
      series: [{ type: 'bar', data: data.values, barMaxWidth: 46, barCategoryGap: '24%', itemStyle: { color: color.accent, borderRadius: [3, 3, 0, 0] } }],
    };
  };

  const ranking = (data, view) => {
    const { color, format, narrow } = view;
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'none' }, formatter: ([{ name, value }]) => lines(name, format.money(value), `${format.share(value / data.whole)} of all`) }),
      grid: { ...bounds, right: 60, top: 2 },
      xAxis: measure(view, format.shortMoney, { splitNumber: narrow ? 2 : 5 }),
      yAxis: category(view, data.labels, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, width: narrow ? 120 : 290, overflow: 'truncate', interval: 0 } }),
      series: [{ type: 'bar', data: data.values, barMaxWidth: 18, itemStyle: { color: color.accent, borderRadius: [0, 3, 3, 0] }, label: { show: true, position: 'right', color: color.soft, formatter: ({ value }) => format.shortMoney(value) } }],
    };
  };

  const weights = (data, view) => {
    const { color, format } = view;
    const series = (name, values, tint) => ({ name, type: 'bar', data: values, barMaxWidth: 11, barGap: '10%', itemStyle: { color: tint, borderRadius: [0, 3, 3, 0] } });
    return {
      ...base(view, {
        trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } },
        formatter: ([{ dataIndex: i }]) => lines(data.labels[i]) + dot(color.muted, `${format.share(data.customers[i])} of the customers`) + dot(color.accent, `${format.share(data.revenue[i])} of their revenue`),
      }),
      legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: color.soft } },
      grid: { ...bounds, right: 16, top: 32 },
      xAxis: measure(view, format.shortShare, { splitNumber: 4 }),
      yAxis: category(view, data.labels, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, interval: 0 } }),
      series: [series('Customers', data.customers, color.muted), series('Revenue', data.revenue, color.accent)],
    };
  };

  // Customers ----------------------------------------------------------------
  const rfm = (data, view) => {
    const { color, chosen, format } = view;
    const at = chosen === 'value' ? 3 : 2;
    // A cell of the best customers is worth many times another: the colour follows the logarithm.
    const shade = value => Math.log1p(Math.max(0, value));
    const shades = data.cells.map(cell => shade(cell[at]));
    const [min, max] = [Math.min(...shades), Math.max(...shades)];
    const scores = ['1', '2', '3', '4', '5'];
    const title = { nameLocation: 'middle', nameTextStyle: { color: color.soft }, axisLine: { show: false } };
    return {
      ...base(view, { formatter: ({ value: [r, f, , customers, mean, names] }) => lines(`Recency ${r + 1}, frequency ${f + 1}`, names, `${format.count(customers)} customers`, `${format.money(mean)} each`) }),
      grid: { ...bounds, right: 2, top: 6 },
      xAxis: category(view, scores, { ...title, name: 'Recency →', nameGap: 26 }),
      yAxis: category(view, scores, { ...title, name: 'Frequency →', nameGap: 24 }),
      visualMap: heatScale(color.heat, max, { min, dimension: 2 }),
      series: [{
        type: 'heatmap', itemStyle: { borderColor: color.card, borderWidth: 3, borderRadius: 6 }, emphasis: { itemStyle: { borderColor: color.ink } },
        data: data.cells.map(([r, f, customers, mean, names]) => {
          const value = chosen === 'value' ? mean : customers;
          return {
            value: [r - 1, f - 1, shade(value), customers, mean, names],
            label: { show: true, color: onHeat(view, (shade(value) - min) / (max - min)), formatter: chosen === 'value' ? format.shortMoney(value) : format.count(value) },
          };
        }),
      }],
    };
  };

  const scatter = (data, view) => {
    const { color, narrow } = view;
    const axis = { splitLine: { lineStyle: { color: color.line } }, axisLabel: { color: color.soft, fontFamily: color.font }, axisLine: { show: false, onZero: false }, axisTick: { show: false }, scale: true, nameLocation: 'middle', nameTextStyle: { color: color.soft } };
    return {
      ...base(view, { formatter: ({ seriesName, value: [x, y] }) => lines(seriesName, `First component ${x}`, `Second component ${y}`) }),
      ...legend(view, data.clusters.map(cluster => cluster.name)),
      dataZoom: [{ type: 'inside', xAxisIndex: 0, zoomOnMouseWheel: 'ctrl' }, { type: 'inside', yAxisIndex: 0, zoomOnMouseWheel: 'ctrl' }],
      xAxis: { type: 'value', ...axis, name: 'First principal component', nameGap: 26 },
      yAxis: { type: 'value', ...axis, name: 'Second principal component', nameGap: 30 },
      series: data.clusters.map(({ name, points }, i) => ({ name, type: 'scatter', data: points, symbolSize: narrow ? 4 : 5, itemStyle: { color: color.series[i % 10], opacity: 0.55 } })),
    };
  };

  const profile = (data, view) => {
    const { color, format } = view;
    return {
      ...base(view, {
        trigger: 'axis',
        formatter: marks => lines(data.labels[marks[0].dataIndex]) + marks.map(({ seriesIndex: i, dataIndex: j }) => dot(color.series[i % 10], `${data.clusters[i].name}: place ${Math.round(data.clusters[i].places[j])}, median ${inUnit(format, data.units[j])(data.clusters[i].medians[j])}`)).join(''),
      }),
      ...legend(view, data.clusters.map(cluster => cluster.name)),
      // Names are words: they stand in lines of their own, beside the values.
      yAxis: category(view, data.labels, { inverse: true, boundaryGap: false, axisLine: { show: false }, splitLine: { show: true, lineStyle: { color: color.line } }, axisLabel: { color: color.ink, width: view.width < 420 ? 96 : 150, overflow: 'break', lineHeight: 15, interval: 0 } }),
      xAxis: measure(view, undefined, { min: 0, max: 100, interval: 25 }),
      series: data.clusters.map(({ name, places }, i) => ({ name, type: 'line', data: places, symbol: 'circle', symbolSize: 8, lineStyle: { width: 2, color: color.series[i % 10] }, itemStyle: { color: color.series[i % 10] } })),
    };
  };

  // Features -----------------------------------------------------------------
  const histogram = (data, view) => {
    const { color, format } = view;
    const [text, tick] = [inUnit(format, data.unit), inUnit(format, data.unit, true)];
    const zero = data.zeros === undefined ? [] : [{ name: '0', count: data.zeros, tick: '0' }];
    const bins = [...zero, ...data.counts.map((count, i) => ({ name: `${text(data.edges[i])} to ${text(data.edges[i + 1])}`, count, tick: tick(data.edges[i]) }))];
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } }, formatter: ([{ dataIndex: i }]) => lines(bins[i].name, `${format.count(bins[i].count)} customers`, format.share(bins[i].count / data.known)) }),
      grid: { ...bounds, right: 2, top: 6 },
      xAxis: category(view, bins.map(bin => bin.tick), { axisLabel: { fontSize: 10.5 } }),
      yAxis: measure(view, format.short, { splitNumber: 2, axisLabel: { fontSize: 10.5 } }),
      series: [{ type: 'bar', barCategoryGap: '8%', data: bins.map((bin, i) => ({ value: bin.count, itemStyle: { color: zero.length && i === 0 ? color.muted : color.accent, borderRadius: [2, 2, 0, 0] } })) }],
    };
  };

  const correlation = (data, view) => {
    const { color, chosen } = view;
    const matrix = data[chosen];
    const cells = matrix.flatMap((row, i) => row.map((value, j) => (value === null ? null : [j, i, value]))).filter(Boolean);
    const named = cells.length <= 400;
    return {
      ...base(view, { formatter: ({ value: [j, i, r] }) => lines(`${data.labels[i]} and ${data.labels[j]}`, r.toFixed(2).replace('-', '−')) }),
      grid: { ...bounds, right: 2, top: 2 },
      xAxis: category(view, data.labels, { axisLine: { show: false }, axisLabel: { rotate: 50, interval: 0, fontSize: 11 } }),
      yAxis: category(view, data.labels, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, interval: 0, fontSize: 11 } }),
      visualMap: { show: false, min: -1, max: 1, dimension: 2, inRange: { color: color.diverging } },
      series: [{
        type: 'heatmap', itemStyle: { borderColor: color.card, borderWidth: 1.5, borderRadius: 3 }, emphasis: { itemStyle: { borderColor: color.ink } },
        data: cells.map(value => ({ value, label: { show: named, fontSize: 9.5, color: Math.abs(value[2]) > 0.5 ? color.card : color.ink, formatter: value[2].toFixed(1).replace('-', '−').replace('−0.0', '0.0') } })),
      }],
    };
  };

  return { formats, kinds: { revenue, season, bars, ranking, weights, rfm, scatter, profile, histogram, correlation }, parts: { base, legend, measure, category, lines, dot, bounds, heatScale, onHeat, dayName, monthName, dayLength } };
})();
