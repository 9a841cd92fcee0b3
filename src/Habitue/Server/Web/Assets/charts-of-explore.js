// The chart of an answer to somebody's own question: any column along the bottom, any number measured, as bars, a line or dots.
habitueCharts.kinds.explored = (data, view) => {
  const { base, measure, category, lines, bounds } = habitueCharts.parts;
  const { color, format, narrow } = view;
  const rows = data.rows.filter(row => row[data.y] !== null);
  const name = row => String(row[data.x] ?? '–');
  const tip = row => lines(name(row), `${data.columns[data.y]}: ${format.value(row[data.y])}`);
  const grid = { ...bounds, top: 16, right: 18 };
  const down = measure(view, format.short, { splitNumber: narrow ? 3 : 5, name: data.columns[data.y], nameLocation: 'end', nameTextStyle: { color: color.soft, align: 'left' }, nameGap: 8 });
  if (data.form === 'dots' && data.numbers[data.x]) {
    return {
      ...base(view, { trigger: 'item', formatter: ({ dataIndex }) => tip(rows[dataIndex]) }), grid: { ...grid, top: 30 },
      xAxis: measure(view, format.short, { scale: true, name: data.columns[data.x], nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: color.soft } }), yAxis: { ...down, scale: true },
      series: [{ type: 'scatter', symbolSize: 7, data: rows.map(row => [row[data.x], row[data.y]]), itemStyle: { color: color.accent, opacity: .65 } }],
    };
  }
  const isLine = data.form === 'line', isBar = data.form === 'bar';
  return {
    ...base(view, { trigger: 'axis', axisPointer: { type: isBar ? 'shadow' : 'line' }, formatter: ([{ dataIndex }]) => tip(rows[dataIndex]) }), grid: { ...grid, top: 30 },
    xAxis: category(view, rows.map(name), { boundaryGap: !isLine, axisLabel: { color: color.soft, width: narrow ? 84 : 120, overflow: 'truncate' } }), yAxis: down,
    series: [{
      type: isBar ? 'bar' : isLine ? 'line' : 'scatter', data: rows.map(row => row[data.y]), barMaxWidth: 40, symbolSize: isLine ? 5 : 8, symbol: isLine && rows.length > 60 ? 'none' : 'circle',
      lineStyle: { width: 2.5, color: color.accent }, itemStyle: { color: color.accent, ...(isBar ? { borderRadius: [3, 3, 0, 0] } : {}) },
    }],
  };
};
