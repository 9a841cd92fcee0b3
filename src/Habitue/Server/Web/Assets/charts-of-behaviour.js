// What the charts of how people behave look like: visits by length, ways through a visit, funnels, who comes back.
Object.assign(habitueCharts.kinds, (() => {
  const { base, legend, measure, category, lines, dot, bounds, heatScale, onHeat } = habitueCharts.parts;

  // Ways from left to right: each column is a place in the visit.
  const paths = (data, view) => {
    const { color, format, narrow } = view;
    const places = narrow ? 2 : data.steps.reduce((most, step) => Math.max(most, step[0] + 1), 0);
    const steps = data.steps.filter(([place]) => place < places);
    const actions = [...new Set(steps.flatMap(([, from, to]) => [from, to]))].filter(action => action !== data.left && action !== data.others);
    const tint = action => (action === data.left ? color.muted : action === data.others ? color.soft : color.series[actions.indexOf(action) % 10]);
    const key = (place, action) => `${place} ${action}`;
    const short = name => name.slice(name.indexOf(' ') + 1);
    const nodes = new Map();
    for (const [place, from, to] of steps)
      for (const [depth, action] of [[place, from], [place + 1, to]]) nodes.set(key(depth, action), { name: key(depth, action), depth, itemStyle: { color: tint(action), borderWidth: 0 }, label: { position: depth === places ? 'left' : 'right' } });
    return {
      ...base(view, {
        trigger: 'item',
        formatter: ({ dataType, data: one, name, value }) => (dataType === 'edge'
          ? lines(`${short(one.source)} → ${short(one.target)}`, `${format.count(one.value)} visits`, `${format.share(one.value / data.visits)} of all`)
          : lines(short(name), `${format.count(value)} visits at this place`, `${format.share(value / data.visits)} of all`)),
      }),
      series: [{
        type: 'sankey', left: 4, right: 4, top: 6, bottom: 6, nodeWidth: narrow ? 9 : 12, nodeGap: narrow ? 7 : 10, draggable: false, nodeAlign: 'left', layoutIterations: 32, cursor: 'pointer',
        label: { color: color.ink, fontFamily: color.font, fontSize: narrow ? 9.5 : 11, width: Math.max(46, view.width / (places + 1) - 26), overflow: 'truncate', formatter: ({ name }) => short(name), textBorderColor: color.card, textBorderWidth: 2 },
        lineStyle: { color: 'source', opacity: 0.26, curveness: 0.5 }, emphasis: { focus: 'adjacency' },
        data: [...nodes.values()],
        links: steps.map(([place, from, to, visits]) => ({ source: key(place, from), target: key(place + 1, to), value: visits })),
      }],
    };
  };

  // Steps from top to bottom, a bar for all and one for each part; what is pale is what was lost on the way.
  const funnel = (data, view) => {
    const { color, format, narrow } = view;
    const several = data.series.length > 1;
    const tint = i => (i === 0 ? color.accent : color.series[i % 10]);
    const label = i => ({ dataIndex: step }) => `${format.shortShare(Math.round(data.series[i].shares[step] * 100) / 100)}  ${narrow ? '' : format.count(data.series[i].counts[step])}`;
    return {
      ...base(view, {
        trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } },
        formatter: marks => lines(data.steps[marks[0].dataIndex]) + data.series.map((one, i) => dot(tint(i), `${several ? one.name + ': ' : ''}${format.count(one.counts[marks[0].dataIndex])}, ${format.share(one.shares[marks[0].dataIndex])} of those that began`)).join(''),
      }),
      ...(several ? legend(view, data.series.map(one => one.name)) : { grid: { ...bounds, top: 2, right: 16 } }),
      xAxis: measure(view, format.shortShare, { min: 0, max: several ? 1.12 : 1, splitNumber: narrow ? 2 : 4, axisLabel: { show: false }, splitLine: { show: false } }),
      yAxis: category(view, data.steps, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, width: narrow ? 96 : 200, overflow: 'break', lineHeight: 14, interval: 0 } }),
      series: data.series.map((one, i) => ({
        name: one.name, type: 'bar', cursor: 'pointer', barMaxWidth: several ? 22 : 40, barGap: '15%', itemStyle: { color: tint(i), borderRadius: [0, 4, 4, 0] },
        ...(several ? {} : { showBackground: true, backgroundStyle: { color: color.faint, borderRadius: [0, 4, 4, 0] } }),
        // Words stand on the bar where it has room for them, else beside it.
        data: one.shares.map(value => ({ value, label: several || value < 0.25 ? { position: 'right', color: several ? color.soft : color.ink } : { position: 'insideLeft', color: color.card } })),
        label: { show: true, fontSize: several ? 10.5 : 12.5, fontWeight: several ? 400 : 600, formatter: label(i) },
      })),
    };
  };

  // Which share of those who began together came back after so many months.
  const retention = (data, view) => {
    const { color, format } = view;
    const most = Math.max(...data.cells.map(cell => cell[0]));
    const max = Math.max(...data.cells.map(cell => cell[2]), 1e-9);
    return {
      ...base(view, { formatter: ({ value: [month, row, share, came] }) => lines(`First bought ${data.cohorts[row]}`, `${format.count(came)} ${data.word} ${month + 1} ${month === 0 ? 'month' : 'months'} later`, format.share(share)) }),
      grid: { ...bounds, right: 2, top: 6 },
      xAxis: category(view, Array.from({ length: most }, (_, i) => String(i + 1)), { axisLine: { show: false }, name: 'Months since the first order', nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: color.soft } }),
      yAxis: category(view, data.cohorts, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, interval: 0, fontSize: 11 } }),
      visualMap: heatScale(color.heat, max, { dimension: 2 }),
      series: [{
        type: 'heatmap', itemStyle: { borderColor: color.card, borderWidth: 2, borderRadius: 4 }, emphasis: { itemStyle: { borderColor: color.ink } },
        data: data.cells.map(([month, row, share, came]) => ({ value: [month - 1, row, share, came], label: { show: (view.width - 110) / most > 34, fontSize: 10.5, color: onHeat(view, share / max), formatter: format.shortShare(Math.round(share * 100) / 100) } })),
      }],
    };
  };

  // Money over the risk from which on customers are contacted, with the band that it lies in.
  const earnings = (data, view) => {
    const { color, format } = view;
    const at = index => data.rows.map(row => [row[0], row[index]]);
    const known = data.rows.filter(row => row[2] !== null);
    const mark = (xAxis, name, tint) => ({ xAxis, label: { formatter: name, color: color.soft, fontFamily: color.font, fontSize: 10.5 }, lineStyle: { color: tint, type: 'solid', width: 1.5 } });
    return {
      ...base(view, { trigger: 'axis', formatter: ([{ dataIndex: i }]) => { const [percent, net, low, high, customers] = data.rows[i]; return lines(`From a risk of ${format.shortShare(percent / 100)} on`, `${format.count(customers)} contacted`, `earns ${format.money(net)}`, ...(low === null ? [] : [`between ${format.money(low)} and ${format.money(high)}`])); } }),
      grid: { ...bounds, top: 24, right: 14 },
      xAxis: measure(view, value => format.shortShare(value / 100), { min: 0, max: 100, interval: view.narrow ? 25 : 10, splitLine: { show: false } }),
      yAxis: measure(view, format.shortMoney, { splitNumber: 4 }),
      series: [
        { type: 'line', data: at(1), symbol: 'circle', symbolSize: 4, cursor: 'pointer', triggerLineEvent: true, lineStyle: { width: 2.5, color: color.accent }, itemStyle: { color: color.accent }, z: 3,
          markLine: { silent: true, symbol: 'none', data: [mark(data.chosen, 'chosen', color.ink), ...(data.best === null || data.best === data.chosen ? [] : [mark(data.best, 'best', color.accent)]), { yAxis: 0, label: { show: false }, lineStyle: { color: color.muted, type: 'dashed', width: 1 } }] } },
        { type: 'custom', silent: true, data: [0], tooltip: { show: false }, z: 1, renderItem: (params, api) => ({ type: 'polygon', shape: { points: [...known.map(row => api.coord([row[0], row[3]])), ...known.toReversed().map(row => api.coord([row[0], row[2]]))] }, style: { fill: color.accent, opacity: 0.14 } }) },
      ],
    };
  };

  return { paths, funnel, retention, earnings };
})());
