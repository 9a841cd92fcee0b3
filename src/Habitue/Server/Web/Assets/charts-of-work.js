// What the charts of the pages on data, models, runs and experiments look like.
Object.assign(habitueCharts.kinds, (() => {
  const { base, legend, measure, category, lines, dot, bounds } = habitueCharts.parts;

  // How many rows each source brought, stacked, with those that were set aside on top.
  const volume = (data, view) => {
    const { color, format } = view;
    const names = data.parts.map(part => part.name);
    const text = data.unit === 'seconds' ? value => `${format.value(value)} s` : format.count;
    const tint = (part, i) => (part.aside ? color.back : color.series[i % 10]);
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } },
        formatter: marks => lines(data.labels[marks[0].dataIndex]) + marks.filter(mark => mark.value > 0).map(mark => dot(mark.color, `${mark.seriesName}: ${text(mark.value)}`)).join('') }),
      ...legend(view, names),
      xAxis: category(view, data.labels),
      yAxis: measure(view, data.unit === 'seconds' ? value => `${format.short(value)} s` : format.short, { splitNumber: 4, min: 0, ...(data.unit ? {} : { minInterval: 1 }) }),
      series: data.parts.map((part, i) => ({ name: part.name, type: 'bar', stack: 'rows', data: part.values, barCategoryGap: '18%', barMaxWidth: 60, cursor: data.links ? 'pointer' : 'default', itemStyle: { color: tint(part, i) } })),
    };
  };

  // A figure of each version of a model with the interval that it lies in; dashes are what needs no model, the version that answers stands out.
  const versions = (data, view) => {
    const { color, format } = view;
    const tint = i => (data.answers[i] ? color.accent : color.muted);
    const known = [...data.values, ...data.lows, ...data.highs, ...data.baselines].filter(value => Number.isFinite(value));
    const [least, most] = [Math.min(...known), Math.max(...known)];
    const room = (most - least || Math.abs(most) || 1) * 0.12;
    const mark = (params, api) => {
      const i = api.value(0);
      const [x, y] = api.coord([i, api.value(1)]);
      const [[, low], [, high]] = [api.coord([i, api.value(2)]), api.coord([i, api.value(3)])];
      const line = (x1, y1, x2, y2, style) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: tint(i), lineWidth: 2, ...style } });
      const children = [line(x, low, x, high), line(x - 6, low, x + 6, low), line(x - 6, high, x + 6, high), { type: 'circle', shape: { cx: x, cy: y, r: 6 }, style: { fill: tint(i), stroke: color.card, lineWidth: 1.5 } }];
      if (Number.isFinite(data.baselines[i])) {
        const [, base] = api.coord([i, data.baselines[i]]);
        children.push(line(x - 22, base, x + 22, base, { stroke: color.back, lineDash: [4, 3] }));
      }
      return { type: 'group', children };
    };
    return {
      ...base(view, { trigger: 'item', formatter: ({ dataIndex: i }) => lines(data.labels[i] + (data.answers[i] ? ' (answers)' : ''), format.value(data.values[i]), `95 % interval ${format.value(data.lows[i])} to ${format.value(data.highs[i])}`, ...(Number.isFinite(data.baselines[i]) ? [`${format.value(data.baselines[i])} without a model`] : [])) }),
      xAxis: category(view, data.labels),
      yAxis: measure(view, format.value, { min: least - room < 0 && least >= 0 ? 0 : least - room, max: most + room, splitNumber: 4, axisLabel: { showMinLabel: false, showMaxLabel: false } }),
      series: [{ type: 'custom', renderItem: mark, encode: { x: 0, y: [1, 2, 3] }, data: data.values.map((value, i) => [i, value, data.lows[i], data.highs[i]]) }],
    };
  };

  return { volume, versions };
})());
