// What the charts of the dashboard look like that no report has.
Object.assign(habitueCharts.kinds, (() => {
  const { base, legend, measure, category, lines, dot, bounds } = habitueCharts.parts;
  const figure = (format, unit) => (unit === 'money' ? format.money : unit === 'share' ? format.share : format.value);
  const short = (format, unit) => (unit === 'money' ? format.shortMoney : unit === 'share' ? format.shortShare : format.short);

  // One figure over time, with the same of the period that it is compared with as a dashed line.
  const trend = (data, view) => {
    const { color, format } = view;
    const text = figure(format, data.unit);
    const before = data.before?.length ? [{ name: data.beforeName, type: 'line', data: data.before, symbol: 'none', lineStyle: { width: 1.5, type: 'dashed', color: color.soft }, itemStyle: { color: color.soft } }] : [];
    return {
      ...base(view, { trigger: 'axis', formatter: marks => lines(data.labels[marks[0].dataIndex]) + marks.filter(mark => mark.value !== null && mark.value !== undefined && mark.value !== '-')
        .map(mark => dot(mark.color, `${mark.seriesName}: ${text(mark.value)}`)).join('') }),
      ...(before.length ? legend(view, [data.name, data.beforeName]) : { grid: { ...bounds, right: 14 } }),
      xAxis: category(view, data.labels, { boundaryGap: false }),
      yAxis: measure(view, short(format, data.unit), { splitNumber: 4, min: 0 }),
      series: [
        { name: data.name, type: 'line', data: data.now, symbol: data.now.length < 40 ? 'circle' : 'none', symbolSize: 5, lineStyle: { width: 2.5, color: color.accent }, itemStyle: { color: color.accent }, areaStyle: { color: color.accent, opacity: 0.08 } },
        ...before,
      ],
    };
  };

  // Ranked bars whose names lead on.
  const ranked = (data, view) => {
    const { color, format, narrow } = view;
    const text = figure(format, data.unit);
    const sides = data.values.some(value => value < 0);
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } }, formatter: ([{ dataIndex: i }]) => lines(data.labels[i], text(data.values[i]), ...(data.more?.[i] ? [data.more[i]] : [])) }),
      grid: { ...bounds, right: 64, top: 2 },
      xAxis: measure(view, short(format, data.unit), { splitNumber: narrow ? 2 : 4 }),
      yAxis: category(view, data.labels, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, width: narrow ? 150 : 220, overflow: 'truncate', interval: 0 } }),
      series: [{ type: 'bar', cursor: data.links ? 'pointer' : 'default', barMaxWidth: 18, label: { show: !sides, position: 'right', color: color.soft, formatter: ({ value }) => short(format, data.unit)(value) },
        data: data.values.map(value => ({ value, itemStyle: { color: value < 0 ? color.back : color.accent, borderRadius: value < 0 ? [3, 0, 0, 3] : [0, 3, 3, 0] } })) }],
    };
  };

  // Customers on two components; a click leads to the customer.
  const customers = (data, view) => {
    const options = habitueCharts.kinds.scatter(data, view);
    options.tooltip.formatter = ({ seriesName, data: point }) => lines(point[2], seriesName);
    if (data.lasso) Object.assign(options, { toolbox: { show: false }, brush: { toolbox: [], xAxisIndex: 0, yAxisIndex: 0, brushMode: 'single', outOfBrush: { colorAlpha: 0.12 }, brushStyle: { color: 'transparent', borderColor: view.color.ink, borderWidth: 1.5 } } });
    return options;
  };

  // A figure of a segment over the days.
  const course = (data, view) => {
    const { color, format } = view;
    const text = data.unit ? figure(format, data.unit) : format.count;
    return {
      ...base(view, { trigger: 'axis', formatter: marks => lines(data.labels[marks[0].dataIndex]) + marks.map(mark => dot(mark.color, `${mark.seriesName}: ${mark.value === null || mark.value === undefined ? '–' : text(mark.value)}`)).join('') }),
      ...legend(view, data.lines.map(line => line.name)),
      xAxis: category(view, data.labels, { boundaryGap: false }),
      yAxis: measure(view, short(format, data.unit), { splitNumber: 4, min: 0 }),
      series: data.lines.map(({ name, values }, i) => ({ name, type: 'line', data: values, symbol: 'circle', symbolSize: 6, lineStyle: { width: 2, color: color.series[i % 10] }, itemStyle: { color: color.series[i % 10] } })),
    };
  };

  // Upright bars whose names lead on, each with a word more.
  const columns = (data, view) => {
    const { color, format, width } = view;
    const text = data.unit ? figure(format, data.unit) : format.count;
    const room = width / data.labels.length;
    const tight = room < 62;
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } }, formatter: ([{ dataIndex: i }]) => lines(data.labels[i], text(data.values[i]), ...(data.more?.[i] ? [data.more[i]] : [])) }),
      xAxis: category(view, data.labels, { axisLabel: { interval: room < 24 ? 'auto' : 0, rotate: tight ? 40 : 0, fontSize: tight ? 10 : 11, width: tight ? 80 : room - 14, overflow: 'break' } }),
      yAxis: measure(view, short(format, data.unit), { splitNumber: 4 }),
      series: [{ type: 'bar', cursor: data.links ? 'pointer' : 'default', data: data.values, barMaxWidth: 52, barCategoryGap: '22%', itemStyle: { color: color.accent, borderRadius: [3, 3, 0, 0] } }],
    };
  };

  // Days that were, and days to come with the band within which they should lie.
  const forecast = (data, view) => {
    const { color, format } = view;
    const gap = data.now.map(() => null);
    const part = at => [...gap, ...data.next.map(one => one[at])];
    // A band is a line that is not seen and the rest of the way to its upper bound, one on the other.
    const band = (name, low, high, opacity) => [
      { name: name + '-from', type: 'line', stack: name, data: part(low), symbol: 'none', silent: true, lineStyle: { opacity: 0 } },
      { name, type: 'line', stack: name, data: [...gap, ...data.next.map(one => one[high] - one[low])], symbol: 'none', silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: color.accent, opacity } },
    ];
    return {
      ...base(view, { trigger: 'axis', formatter: ([{ dataIndex: i }]) => {
        if (i < data.now.length) return lines(data.labels[i], format.money(data.now[i]));
        const [expected, low80, high80, low95, high95] = data.next[i - data.now.length];
        return lines(data.labels[i], `Expected ${format.money(expected)}`, `80 of 100: ${format.money(low80)} to ${format.money(high80)}`, `95 of 100: ${format.money(low95)} to ${format.money(high95)}`);
      } }),
      grid: { ...bounds, right: 14 },
      xAxis: category(view, data.labels, { boundaryGap: false }),
      yAxis: measure(view, format.shortMoney, { splitNumber: 4, min: 0 }),
      series: [
        ...band('95', 3, 4, 0.1), ...band('80', 1, 2, 0.18),
        { name: 'Revenue', type: 'line', cursor: 'pointer', data: data.now, symbol: 'circle', symbolSize: 5, lineStyle: { width: 2, color: color.accent }, itemStyle: { color: color.accent } },
        { name: 'Expected', type: 'line', data: part(0), symbol: 'none', lineStyle: { width: 2.5, type: 'dashed', color: color.accent } },
      ],
    };
  };

  return { trend, ranked, customers, course, columns, forecast };
})());
