// Points by class, by correctness or by confidence; templates, centres and the distance between two centres.

import { escape } from '../chart/layout.js';

export function explorerTraces(panels, options, theme) {
  return [
    ...panels.flatMap((panel, i) => pointTraces(panel, i, options, theme)),
    ...panels.flatMap((panel, i) => markTraces(panel, i, options, theme)),
    ...panels.map((_, i) => highlight(i, theme)),
  ];
}

export function axisName(letter, index) {
  return index === 0 ? letter : `${letter}${index + 1}`;
}

export function classColour(options, theme, label) {
  const place = options.classes.indexOf(label);
  if (place >= 0) return theme.series[place];
  return options.classes.length ? theme.muted : theme.series[label % theme.series.length];
}

export function className(options, label) {
  return options.classNames[label] ?? `class ${label}`;
}

function pointTraces(panel, index, options, theme) {
  if (panel.count === 0) return [];
  const by = panel.hasPredictions ? options.colour : 'class';
  if (by === 'confidence') return [confidenceTrace(panel, index, theme)];
  return groups(panel, options, theme, by).map(group => ({
    ...subset(panel, index, group.rows), name: escape(group.name), legendgroup: group.name, showlegend: false,
    marker: { color: group.colour, size: size(panel), opacity: group.faint ? 0.25 : 0.72, symbol: group.symbol ?? 'circle', line: { width: 0 } },
  }));
}

// One trace a group: every trace costs the graphics card buffers of its own, so all classes that were not chosen share one.
function groups(panel, options, theme, by) {
  const found = new Map();
  for (let row = 0; row < panel.count; row++) {
    const key = by === 'correct' ? Number(panel.predicted[row] === panel.label[row]) : classKey(options, panel.label[row]);
    let rows = found.get(key);
    if (!rows) found.set(key, rows = []);
    rows.push(row);
  }
  const describe = by === 'correct' ? correctness : classGroup;
  return [...found].map(([key, rows]) => ({ rows, ...describe(key, options, theme) })).sort((a, b) => a.order - b.order);
}

function classKey(options, label) {
  return options.classes.length === 0 || options.classes.includes(label) ? label : -1;
}

function classGroup(key, options, theme) {
  return key < 0 ? { name: 'other classes', colour: theme.muted, faint: true, order: 0 }
    : { name: className(options, key), colour: classColour(options, theme, key), faint: false, order: 1 };
}

function correctness(key, options, theme) {
  return key ? { name: 'right', colour: theme.series[0], symbol: 'circle', faint: true, order: 0 }
    : { name: 'wrong', colour: theme.series[1], symbol: 'x', faint: false, order: 1 };
}

function confidenceTrace(panel, index, theme) {
  return {
    ...subset(panel, index, null), showlegend: false,
    marker: {
      color: panel.confidence, cmin: 0, cmax: 1, size: size(panel), opacity: 0.8,
      colorscale: [[0, theme.series[1]], [0.5, theme.grid], [1, theme.series[0]]],
      showscale: index === 0, colorbar: index === 0 ? { thickness: 10, outlinewidth: 0, title: { text: 'confidence', side: 'right' } } : undefined,
    },
  };
}

function subset(panel, index, rows) {
  const pick = values => rows ? picked(values, rows) : values;
  return {
    type: 'scattergl', mode: 'markers', x: pick(panel.x), y: pick(panel.y), hoverinfo: 'none',
    xaxis: axisName('x', index), yaxis: axisName('y', index), meta: { panel: index, rows },
  };
}

function picked(values, rows) {
  const some = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) some[i] = values[rows[i]];
  return some;
}

function size(panel) {
  return panel.count > 30000 ? 3 : panel.count > 5000 ? 4 : 5;
}

function markTraces(panel, index, options, theme) {
  const place = { xaxis: axisName('x', index), yaxis: axisName('y', index), hoverinfo: 'text', showlegend: false };
  const marks = (list, symbol, size, word) => ({
    ...place, type: 'scatter', mode: 'markers', name: word, legendgroup: word, x: list.map(m => m.x), y: list.map(m => m.y), text: list.map(m => `${word} of ${escape(className(options, m.class))}`),
    marker: { symbol, size, color: list.map(m => classColour(options, theme, m.class)), line: { color: theme.text, width: 1.5 } },
  });
  const traces = [];
  const [a, b] = options.classes.slice(0, 2).map(c => panel.info.centers.find(m => m.class === c));
  if (a && b) {
    traces.push({ ...place, type: 'scatter', mode: 'lines', name: 'D_c', legendgroup: 'D_c', x: [a.x, b.x], y: [a.y, b.y], hoverinfo: 'skip', line: { color: theme.text, width: 1.5, dash: 'dot' } });
  }
  traces.push(marks(panel.info.templates, 'star', 14, 'template'), marks(panel.info.centers, 'diamond', 10, 'centre'));
  return traces;
}

function highlight(index, theme) {
  return {
    type: 'scatter', mode: 'markers', x: [], y: [], xaxis: axisName('x', index), yaxis: axisName('y', index), hoverinfo: 'skip', showlegend: false,
    meta: { highlight: index }, marker: { symbol: 'circle-open', size: 14, color: theme.text, line: { width: 2, color: theme.text } },
  };
}
