// What each kind of chart of the slices looks like: models and what they say, products, segments, values.
Object.assign(habitueCharts.kinds, (() => {
  const { base, legend, measure, category, lines, dot, bounds, heatScale, onHeat, dayName, monthName, dayLength } = habitueCharts.parts;

  // Models -------------------------------------------------------------------
  // Lines over shares from 0 to 1: ROC, calibration (with the diagonal), lift (times as many).
  const curves = (data, view) => {
    const { color, format, width } = view;
    const percent = view.format.shortShare;
    const [tint, title] = [i => color.series[i % 10], { nameLocation: 'middle', nameTextStyle: { color: color.soft } }];
    const up = data.diagonal ? format.share : value => `${format.value(value)} times`;
    return {
      ...base(view, { trigger: 'item', formatter: ({ seriesName, value: [x, y] }) => lines(seriesName, `${data.x}: ${format.share(x)}`, `${data.y}: ${up(y)}`) }),
      ...legend(view, data.lines.map(line => line.name)),
      xAxis: measure(view, percent, { ...title, min: 0, max: 1, interval: width < 420 ? 0.5 : 0.25, name: data.x, nameGap: 28 }),
      yAxis: data.diagonal ? measure(view, percent, { ...title, min: 0, max: 1, interval: 0.25, name: data.y, nameGap: 42 }) : measure(view, format.short, { ...title, min: 0, splitNumber: 4, name: data.y, nameGap: 34 }),
      series: data.lines.map(({ name, points }, i) => ({
        name, type: 'line', data: points, symbol: 'circle', symbolSize: data.dots ? 7 : 3, lineStyle: { width: 2, color: tint(i) }, itemStyle: { color: tint(i) },
        ...(i === 0 ? { markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: color.muted, type: 'dashed', width: 1 }, data: data.diagonal ? [[{ coord: [0, 0] }, { coord: [1, 1] }]] : [{ yAxis: 1 }] } } : {}),
      })),
    };
  };

  // Shares that are left after so many days: steps, for several groups.
  const survival = (data, view) => {
    const { color, format, width } = view;
    const percent = view.format.shortShare;
    const tint = i => i === 0 ? color.ink : color.series[(i - 1) % 10];
    return {
      ...base(view, { trigger: 'item', formatter: ({ seriesName, value: [day, share] }) => lines(seriesName, `after ${Math.round(day)} days`, `${format.share(share)} still customers`) }),
      ...legend(view, data.lines.map(line => line.name)),
      xAxis: measure(view, format.short, { nameLocation: 'middle', nameTextStyle: { color: color.soft }, min: 0, splitNumber: width < 420 ? 3 : 6, name: 'Days since the first order', nameGap: 28 }),
      yAxis: measure(view, percent, { min: 0, max: 1, interval: 0.25 }),
      series: data.lines.map(({ name, points }, i) => ({
        name, type: 'line', step: 'end', data: points, symbol: 'none', lineStyle: { width: i === 0 ? 2.5 : 1.5, color: tint(i) }, itemStyle: { color: tint(i) },
      })),
    };
  };

  // Figures with the interval that each lies in; what needs no model is grey, what was chosen stands out.
  const intervals = (data, view) => {
    const { color, format, narrow } = view;
    const figure = data.isShare ? format.share : data.isMoney ? format.money : format.value;
    const tint = { chosen: color.accent, baseline: color.muted, other: color.series[2] ?? color.back };
    const whisker = (params, api) => {
      const [from, y] = api.coord([api.value(1), api.value(0)]);
      const [to] = api.coord([api.value(2), api.value(0)]);
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: color.ink, lineWidth: 1.2 } });
      return { type: 'group', children: [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4)] };
    };
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'none' }, formatter: ([{ dataIndex: i }]) => lines(data.labels[i], `${figure(data.values[i])} (${figure(data.lows[i])} to ${figure(data.highs[i])})`) }),
      grid: { ...bounds, right: 16, top: 2 },
      xAxis: measure(view, figure, { min: 0, splitNumber: narrow ? 2 : 4 }),
      yAxis: category(view, data.labels, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, width: narrow ? 110 : 170, overflow: 'break', lineHeight: 14, interval: 0 } }),
      series: [
        { type: 'bar', barMaxWidth: 15, data: data.values.map((value, i) => ({ value, itemStyle: { color: tint[data.roles[i]], borderRadius: [0, 3, 3, 0] } })) },
        { type: 'custom', renderItem: whisker, encode: { x: [1, 2], y: 0 }, data: data.labels.map((_, i) => [i, data.lows[i], data.highs[i]]), tooltip: { show: false }, z: 5 },
      ],
    };
  };

  // How far something has moved, with the limits from which it counts.
  const limits = (data, view) => {
    const { color, format, narrow } = view;
    const tint = { calm: color.muted, moved: color.accent, changed: color.back };
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'none' }, formatter: ([{ dataIndex: i }]) => lines(data.labels[i], `Stability index ${format.value(data.values[i])}`, data.verdicts[i]) }),
      grid: { ...bounds, right: 30, top: 2 },
      xAxis: measure(view, format.value, { min: 0, max: Math.max(...data.values) > 0.3 ? undefined : 0.3, splitNumber: narrow ? 2 : 4 }),
      yAxis: category(view, data.labels, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, width: narrow ? 120 : 200, overflow: 'break', lineHeight: 14, interval: 0 } }),
      series: [{
        type: 'bar', barMaxWidth: 14, data: data.values.map((value, i) => ({ value, itemStyle: { color: tint[data.verdicts[i]], borderRadius: [0, 3, 3, 0] } })),
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: color.muted, type: 'dashed', width: 1 }, data: data.limits.map(xAxis => ({ xAxis })) },
      }],
    };
  };

  // How many times as often a group is chosen as another, with its interval; in the band the four-fifths rule is kept.
  const ratios = (data, view) => {
    const { color, format, narrow, chosen } = view;
    const one = data.models.find(model => model.name === chosen) ?? data.models[0];
    const least = 0.05;
    const [low, high] = [Math.min(0.5, ...one.lows), Math.max(2, ...one.highs)];
    const tint = i => (one.broken[i] ? color.back : color.accent);
    const mark = (params, api) => {
      const i = api.value(0);
      const [at, y] = api.coord([api.value(1), i]);
      const [[from], [to]] = [api.coord([api.value(2), i]), api.coord([api.value(3), i])];
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: tint(i), lineWidth: 2 } });
      return { type: 'group', children: [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4), { type: 'circle', shape: { cx: at, cy: y, r: 5 }, style: { fill: tint(i) } }] };
    };
    return {
      ...base(view, { trigger: 'item', formatter: ({ dataIndex: i }) => lines(one.labels[i], `chosen ${format.value(one.values[i])} times as often`, `95 % interval ${format.value(one.lows[i])} to ${format.value(one.highs[i])}`, one.broken[i] ? 'breaks the four-fifths rule' : 'does not surely break the four-fifths rule') }),
      grid: { ...bounds, right: 18, top: 2, bottom: 22 },
      xAxis: { ...measure(view, value => '×' + format.value(value)), type: 'log', logBase: 2, min: Math.max(least, low), max: high, name: narrow ? '' : 'times as often as the group of comparison', nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: color.soft } },
      yAxis: category(view, one.labels, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, width: narrow ? 120 : 240, overflow: 'break', lineHeight: 14, interval: 0 } }),
      series: [{
        type: 'custom', renderItem: mark, encode: { x: [1, 2, 3], y: 0 }, clip: true, data: one.labels.map((_, i) => [i, Math.max(least, one.values[i]), Math.max(least, one.lows[i]), Math.max(least, one.highs[i])]),
        markArea: { silent: true, itemStyle: { color: color.pale, opacity: 0.5 }, data: [[{ xAxis: 0.8 }, { xAxis: 1.25 }]] },
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: color.muted, type: 'dashed', width: 1 }, data: [{ xAxis: 1 }] },
      }],
    };
  };

  // What moves answers most: how many times as likely or unlikely, on average.
  const strengths = (data, view) => {
    const { color, format, narrow } = view;
    const tint = { more: color.accent, less: color.back, either: color.muted };
    const words = { more: 'the more, the likelier', less: 'the more, the unlikelier', either: 'either way' };
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'none' }, formatter: ([{ dataIndex: i }]) => lines(data.labels[i], `${format.value(data.values[i])} times, ${words[data.ways[i]]}`) }),
      grid: { ...bounds, right: 60, top: 2 },
      xAxis: measure(view, value => '×' + format.value(value), { min: 1, splitNumber: narrow ? 2 : 5 }),
      yAxis: category(view, data.labels, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, width: narrow ? 150 : 330, overflow: 'break', fontSize: narrow ? 10 : 12, lineHeight: narrow ? 11 : 14, interval: 0 } }),
      series: [{ type: 'bar', barMaxWidth: 16, label: { show: true, position: 'right', color: color.soft, formatter: ({ value }) => '×' + format.value(value) }, data: data.values.map((value, i) => ({ value, itemStyle: { color: tint[data.ways[i]], borderRadius: [0, 3, 3, 0] } })) }],
    };
  };

  // How the members of each group are spread over bands, as shares of the group.
  const spread = (data, view) => {
    const { color, format, narrow } = view;
    const max = Math.max(...data.shares.flat());
    return {
      ...base(view, { formatter: ({ value: [band, group, share] }) => lines(data.groups[group], `${data.bands[band]}: ${format.share(share)} of them`, `${format.count(data.counts[group])} customers`) }),
      grid: { ...bounds, right: 2, top: 6 },
      xAxis: category(view, data.bands, { axisLine: { show: false }, axisLabel: { interval: 0, rotate: narrow ? 50 : 0, fontSize: narrow ? 10 : 11.5 } }),
      yAxis: category(view, data.groups, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, interval: 0, width: narrow ? 90 : 220, overflow: 'truncate' } }),
      visualMap: heatScale(color.heat, max, { dimension: 2 }),
      series: [{
        type: 'heatmap', itemStyle: { borderColor: color.card, borderWidth: 2, borderRadius: 4 }, emphasis: { itemStyle: { borderColor: color.ink } },
        data: data.shares.flatMap((row, group) => row.map((share, band) => ({ value: [band, group, share], label: { show: !narrow && share >= 0.005, color: onHeat(view, share / max), formatter: format.shortShare(Math.round(share * 100) / 100) } }))),
      }],
    };
  };

  // What belongs together: places were worked out beforehand, between 0 and 1; the plot is filled with them.
  const network = (data, view) => {
    const { color, format, narrow, width } = view;
    const most = Math.max(...data.nodes.map(node => node.size));
    const strongest = Math.max(...data.edges.map(edge => edge[3]));
    const radius = node => (narrow ? 5 : 7) + (narrow ? 9 : 17) * Math.sqrt(node.size / most);
    const shown = new Set([...data.nodes.keys()].sort((a, b) => data.nodes[b].size - data.nodes[a].size).slice(0, narrow ? 10 : 40));
    const room = narrow ? 96 : 160;
    return {
      ...base(view, {
        formatter: ({ dataType, data: one, name }) => (dataType === 'edge'
          ? lines(`${data.nodes[one.source].name} and ${data.nodes[one.target].name}`, `together in ${format.count(one.count)} orders`, `${format.value(one.lift)} times as often as by chance`)
          : lines(name, `in ${format.count(one.size)} orders`)),
      }),
      xAxis: { show: false, type: 'value', min: 0, max: 1 }, yAxis: { show: false, type: 'value', min: 0, max: 1 },
      grid: { left: room / 2 + 4, right: room / 2 + 4, top: 24, bottom: 44, outerBoundsMode: 'none' },
      series: [{
        type: 'graph', coordinateSystem: 'cartesian2d', layout: 'none',
        data: data.nodes.map((node, i) => ({
          name: node.name, value: [node.x, node.y], size: node.size, symbolSize: radius(node), itemStyle: { color: color.series[(node.group - 1) % 10], borderColor: color.card, borderWidth: 1 },
          label: { show: shown.has(i), position: 'bottom', distance: 3, color: color.ink, fontFamily: color.font, fontSize: narrow ? 9.5 : 10.5, width: room, overflow: 'truncate', textBorderColor: color.card, textBorderWidth: 2, formatter: node.name },
        })),
        links: data.edges.map(([source, target, lift, count]) => ({ source, target, lift, count, lineStyle: { width: 1 + 5 * (count / strongest), color: color.muted, opacity: 0.55, curveness: 0.08 } })),
        labelLayout: { hideOverlap: true },
        emphasis: { focus: width > 0 ? 'adjacency' : 'none', label: { show: true } },
      }],
    };
  };

  // Segments -----------------------------------------------------------------
  // Members from the surest to the least sure, segment under segment.
  const silhouette = (data, view) => {
    const { color, format } = view;
    const least = Math.floor(4 * Math.min(0, ...data.groups.flatMap(group => group.values))) / 4;
    const rows = data.groups.flatMap(({ name, values }, group) => [...values.map((value, i) => ({ name, group, value, share: (i + 0.5) / values.length })), { name: '', group, value: null }]);
    return {
      ...base(view, { trigger: 'item', formatter: ({ dataIndex: i }) => lines(rows[i].name, `${format.share(rows[i].share)} of them are as sure or surer`, `Silhouette ${rows[i].value}`.replace('-', '−')) }),
      ...legend(view, data.groups.map(group => group.name)),
      xAxis: measure(view, value => String(value).replace('-', '−'), { min: least, max: 1, interval: 0.25 }),
      yAxis: category(view, rows.map((_, i) => i), { inverse: true, axisLine: { show: false }, axisLabel: { show: false } }),
      series: data.groups.map(({ name }, group) => ({
        name, type: 'bar', stack: 'all', barCategoryGap: 0, itemStyle: { color: color.series[group % 10] },
        data: rows.map(row => (row.group === group ? row.value : null)),
        ...(group === 0 ? { markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: color.ink, type: 'dashed', width: 1 }, data: [{ xAxis: data.mean[0] }] } } : {}),
      })),
    };
  };

  // Each join is a bracket from the two groups up to the height at which they become one.
  const dendrogram = (data, view) => {
    const { color, format, narrow } = view;
    const last = data.leaves.length - 1;
    return {
      ...base(view, { trigger: 'item', formatter: ({ seriesIndex: i }) => lines(`${format.count(data.joins[i][5])} customers become one group`, `at a difference of ${format.value(data.joins[i][4])}`) }),
      grid: { ...bounds, right: 10, top: 10 },
      xAxis: { type: 'value', min: -1, max: last + 1, interval: 1, splitLine: { show: false }, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: color.soft, fontFamily: color.font, fontSize: 10, rotate: 90, hideOverlap: narrow, showMinLabel: false, showMaxLabel: false, formatter: place => (place in data.leaves ? format.count(data.leaves[place]) : '') } },
      yAxis: measure(view, format.short, { name: 'Difference', nameLocation: 'middle', nameGap: 34, nameTextStyle: { color: color.soft } }),
      series: data.joins.map(([left, leftHeight, right, rightHeight, height]) => ({
        type: 'line', symbol: 'none', triggerLineEvent: true, lineStyle: { width: 1.6, color: color.accent }, itemStyle: { color: color.accent },
        data: [[left, leftHeight], [left, height], [right, height], [right, rightHeight]],
      })),
    };
  };

  // Where customers were on the left, where they are on the right.
  const sankey = (data, view) => {
    const { color, format, narrow } = view;
    const names = [...new Set([...data.now, ...data.before])];
    const tint = name => (name === 'Not a customer yet' || name === 'No longer a customer' ? color.muted : color.series[names.indexOf(name) % 10]);
    const node = (side, name) => ({ name: side + name, depth: side === 'a' ? 0 : 1, itemStyle: { color: tint(name) }, label: { position: side === 'a' ? 'right' : 'left' } });
    return {
      ...base(view, { trigger: 'item', formatter: ({ dataType, data: one, value }) => (dataType === 'edge' ? lines(`${one.source.slice(1)} → ${one.target.slice(1)}`, `${format.count(one.value)} customers`) : lines(one.name.slice(1), `${format.count(value)} customers`)) }),
      series: [{
        type: 'sankey', left: 4, right: 4, top: 8, bottom: 8, nodeWidth: 14, nodeGap: 12, draggable: false, layoutIterations: 24,
        label: { color: color.ink, fontFamily: color.font, fontSize: narrow ? 10.5 : 12, width: narrow ? 120 : 260, overflow: 'truncate', formatter: ({ name }) => name.slice(1) },
        lineStyle: { color: 'source', opacity: 0.32, curveness: 0.5 }, emphasis: { focus: 'adjacency' },
        data: [...data.before.map(name => node('a', name)), ...data.now.map(name => node('b', name))],
        links: data.moves.map(([from, to, customers]) => ({ source: 'a' + from, target: 'b' + to, value: customers })),
      }],
    };
  };

  // Value --------------------------------------------------------------------
  // A few customers are worth many times the others: places follow the root of the amount.
  const spans = (data, view) => {
    const { color, format } = view;
    const root = Math.sqrt;
    const bar = (name, axis, low, high, width, tint) => [
      { type: 'bar', name: name + '-from', stack: name, silent: true, barWidth: width, xAxisIndex: axis, itemStyle: { color: 'transparent' }, data: data.groups.map(group => root(group[low])) },
      { type: 'bar', name, stack: name, barWidth: width, xAxisIndex: axis, itemStyle: { color: tint, borderRadius: 3 }, data: data.groups.map(group => root(group[high]) - root(group[low])) },
    ];
    return {
      ...base(view, {
        trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } },
        formatter: ([{ dataIndex: i }]) => {
          const [place, customers, value, low80, high80, low95, high95] = data.groups[i];
          return lines(`Group ${place} of ${data.groups.length}`, `${format.count(customers)} customers`) + dot(color.ink, `Expected ${format.money(value)} each`)
            + dot(color.accent, `80 of 100: ${format.money(low80)} to ${format.money(high80)}`) + dot(color.pale, `95 of 100: ${format.money(low95)} to ${format.money(high95)}`);
        },
      }),
      // Each width of bar stands on an axis of its own, so that both are in the middle.
      xAxis: [0, 1].map(axis => category(view, data.groups.map(group => String(group[0])), { show: axis === 0 })),
      yAxis: measure(view, value => format.shortMoney(value * value), { min: 0 }),
      series: [
        ...bar('95', 0, 5, 6, '62%', color.pale), ...bar('80', 1, 3, 4, '30%', color.accent),
        { type: 'line', name: 'expected', data: data.groups.map(group => root(Math.max(0, group[2]))), lineStyle: { width: 0 }, symbol: 'circle', symbolSize: 8, itemStyle: { color: color.ink, borderColor: color.card, borderWidth: 1.5 }, z: 5 },
      ],
    };
  };

  const courses = (data, view) => {
    const { color, format } = view;
    return {
      ...base(view, { formatter: ({ seriesName, value: [day, share] }) => lines(seriesName, dayName(Date.parse(day)), format.share(share)) }),
      ...legend(view, data.courses.map(course => course.name)),
      xAxis: { type: 'time', axisLine: { lineStyle: { color: color.line } }, axisTick: { show: false }, axisLabel: { color: color.soft, fontFamily: color.font, hideOverlap: true, formatter: time => monthName(time) }, minInterval: 28 * dayLength },
      yAxis: measure(view, format.shortShare, { min: 0, max: 1 }),
      series: data.courses.map(({ name, points }, i) => ({
        name, type: 'line', lineStyle: { width: 2, color: color.series[i % 10] }, itemStyle: { color: color.series[i % 10] }, showAllSymbol: true,
        data: points.map(([day, share, purchase]) => ({ value: [day, share], symbol: purchase ? 'circle' : 'none', symbolSize: 7 })),
      })),
    };
  };

  const cohorts = (data, view) => {
    const { color, chosen, format } = view;
    const at = chosen === 'buyers' ? 3 : 2;
    const most = Math.max(...data.cells.map(cell => cell[0]));
    // In the month of the first order everybody bought: it would drown the rest.
    const cells = chosen === 'buyers' ? data.cells.filter(cell => cell[0] > 0) : data.cells;
    const max = Math.max(...cells.map(cell => cell[at]), 1e-9);
    const text = chosen === 'buyers' ? share => format.shortShare(Math.round(share * 100) / 100) : format.shortMoney;
    return {
      ...base(view, { formatter: ({ value: [month, row, , money, share] }) => lines(`First bought ${data.cohorts[row]}`, `${month} months later`, `${format.money(money)} each so far`, `${format.share(share)} bought in the month`) }),
      grid: { ...bounds, right: 2, top: 6 },
      xAxis: category(view, Array.from({ length: most + 1 }, (_, i) => String(i)), { axisLine: { show: false }, name: 'Months since the first order', nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: color.soft } }),
      yAxis: category(view, data.cohorts, { inverse: true, axisLine: { show: false }, axisLabel: { color: color.ink, interval: 0, fontSize: 11 } }),
      visualMap: heatScale(color.heat, max, { dimension: 2 }),
      series: [{
        type: 'heatmap', itemStyle: { borderColor: color.card, borderWidth: 2, borderRadius: 4 }, emphasis: { itemStyle: { borderColor: color.ink } },
        data: cells.map(cell => ({ value: [cell[0], cell[1], Math.max(0, cell[at]), cell[2], cell[3]], label: { show: view.width / (most + 4) > 38, fontSize: 9.5, color: onHeat(view, cell[at] / max), formatter: text(cell[at]) } })),
      }],
    };
  };

  return { curves, survival, strengths, spread, network, intervals, limits, ratios, silhouette, dendrogram, sankey, spans, courses, cohorts };
})());
