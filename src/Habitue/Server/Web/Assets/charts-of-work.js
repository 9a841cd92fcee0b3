// What the charts of the pages on data, models, runs and experiments look like.
Object.assign(habitueCharts.kinds, (() => {
  const { base, legend, measure, category, lines, dot, bounds } = habitueCharts.parts;

  // How many rows each source brought, stacked, with those that were set aside on top.
  const volume = (data, view) => {
    const { color, format } = view;
    const names = data.parts.map(part => part.name);
    const text = data.unit === 'seconds' ? value => `${format.value(value)} s` : data.unit === 'share' ? format.share : format.count;
    const tint = (part, i) => (part.aside ? color.back : color.series[i % 10]);
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } },
        formatter: marks => lines(data.labels[marks[0].dataIndex]) + marks.filter(mark => mark.value > 0).map(mark => dot(mark.color, `${mark.seriesName}: ${text(mark.value)}`)).join('') }),
      ...legend(view, names),
      xAxis: category(view, data.labels),
      yAxis: measure(view, data.unit === 'seconds' ? value => `${format.short(value)} s` : data.unit === 'share' ? format.shortShare : format.short, { splitNumber: 4, min: 0, ...(data.unit === 'share' ? { max: 1, interval: 0.25 } : data.unit ? {} : { minInterval: 1 }) }),
      series: data.parts.map((part, i) => ({ name: part.name, type: 'bar', stack: 'rows', data: part.values, barCategoryGap: data.unit === 'share' ? '2%' : '18%', barMaxWidth: data.unit === 'share' ? undefined : 60, cursor: data.links ? 'pointer' : 'default', itemStyle: { color: tint(part, i) } })),
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

  // What variants did compared with the control: a change with limits for each metric, and the line of no change.
  const effects = (data, view) => {
    const { color, format, narrow } = view;
    const tint = { good: color.accent, bad: color.back, open: color.muted };
    const percent = value => (value > 0 ? '+' : '') + format.shortShare(value);
    const known = [...data.lows, ...data.highs, ...data.values].filter(Number.isFinite);
    // One figure with wide limits must not make all others a dot.
    const reach = Math.min(1.5, Math.max(0.05, ...known.map(Math.abs))) * 1.08;
    const mark = (params, api) => {
      const i = api.value(0);
      const clip = value => Math.max(-reach, Math.min(reach, value));
      const [at, y] = api.coord([clip(api.value(1)), i]);
      const [[from], [to]] = [api.coord([clip(data.lows[i]), i]), api.coord([clip(data.highs[i]), i])];
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: tint[data.colours[i]], lineWidth: 2.5 } });
      const end = (x, value) => (Math.abs(value) <= reach ? [line(x, y - 5, x, y + 5)] : []);
      return { type: 'group', children: [line(from, y, to, y), ...end(from, data.lows[i]), ...end(to, data.highs[i]), { type: 'circle', shape: { cx: at, cy: y, r: 6 }, style: { fill: tint[data.colours[i]], stroke: color.card, lineWidth: 1.5 } }] };
    };
    return {
      ...base(view, { trigger: 'item', formatter: ({ dataIndex: i }) => lines(data.labels[i], `${percent(data.values[i])} (${percent(data.lows[i])} to ${percent(data.highs[i])})`, data.words[i]) }),
      grid: { ...bounds, right: 20, top: 4, bottom: 22 },
      xAxis: measure(view, percent, { min: -reach, max: reach, splitNumber: narrow ? 4 : 6, name: narrow ? '' : 'change against the control', nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: color.soft }, axisLabel: { showMinLabel: false, showMaxLabel: false } }),
      yAxis: category(view, data.labels, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, width: narrow ? 120 : 240, overflow: 'break', lineHeight: 14, interval: 0 } }),
      series: [{
        type: 'custom', renderItem: mark, encode: { x: 1, y: 0 }, data: data.values.map((value, i) => [i, value]),
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: color.ink, type: 'dashed', width: 1 }, data: [{ xAxis: 0 }] },
      }],
    };
  };

  return { volume, versions, effects };
})());
