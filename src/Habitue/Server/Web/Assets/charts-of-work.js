// What the charts of the pages on data, models, runs and experiments look like.
Object.assign(habitueCharts.kinds, (() => {
  const { base, legend, measure, category, lines, dot, bounds } = habitueCharts.parts;

  // How many rows each source brought, stacked, with those that were set aside on top.
  const volume = (data, view) => {
    const { color, format } = view;
    const names = data.parts.map(part => part.name);
    const tint = (part, i) => (part.aside ? color.back : color.series[i % 10]);
    return {
      ...base(view, { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: color.line, opacity: 0.45 } },
        formatter: marks => lines(data.labels[marks[0].dataIndex]) + marks.filter(mark => mark.value > 0).map(mark => dot(mark.color, `${mark.seriesName}: ${format.count(mark.value)}`)).join('') }),
      ...legend(view, names),
      xAxis: category(view, data.labels),
      yAxis: measure(view, format.short, { splitNumber: 4, min: 0, minInterval: 1 }),
      series: data.parts.map((part, i) => ({ name: part.name, type: 'bar', stack: 'rows', data: part.values, barCategoryGap: '18%', itemStyle: { color: tint(part, i) } })),
    };
  };

  return { volume };
})());
