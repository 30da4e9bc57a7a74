// Points by class, by correctness or by confidence. Where shades say something else than the class, the shape of a point says the
// class; colours are then left to the templates and centres.

import { escape } from '../chart/layout.js';

// Circles are by far the cheapest to draw, so the many samples of other classes have them.
const symbols = ['square', 'triangle-up', 'diamond'];
const otherSymbol = 'circle';

export function explorerTraces(panels, options, theme, selected) {
  return panels.flatMap((panel, i) => [
    ...pointTraces(panel, i, options, theme, selected?.[i]),
    ...(selected?.[i]?.length ? selectedTraces(panel, i, options, theme, selected[i]) : []),
  ]);
}

export function axisName(letter, index) {
  return index === 0 ? letter : `${letter}${index + 1}`;
}

export function classColour(options, theme, label) {
  const place = options.classes.indexOf(label);
  if (place >= 0) return theme.series[place];
  return options.classes.length ? theme.muted : theme.series[label % theme.series.length];
}

export function classSymbol(options, label) {
  const place = options.classes.indexOf(label);
  if (place >= 0) return symbols[place % symbols.length];
  return options.classes.length ? otherSymbol : symbols[Math.max(label, 0) % symbols.length];
}

export function className(options, label) {
  return options.classNames[label] ?? `class ${label}`;
}

function pointTraces(panel, index, options, theme, selected) {
  if (panel.count === 0) return [];
  return groups(panel, options, theme).map(group => trace(panel, index, group, selected ? 0.1 : group.opacity));
}

// The chosen samples stand out by being all that is drawn strongly, over the others and under the marks.
function selectedTraces(panel, index, options, theme, rows) {
  return groups(panel, options, theme, rows).map(group => {
    const made = trace(panel, index, group, 1, 2);
    made.marker.line = { color: theme.text, width: 1 };
    return made;
  });
}

function trace(panel, index, group, opacity, larger = 0) {
  return {
    type: 'scattergl', mode: 'markers', x: picked(panel.x, group.rows), y: picked(panel.y, group.rows), hoverinfo: 'none', showlegend: false,
    xaxis: axisName('x', index), yaxis: axisName('y', index), meta: { panel: index, rows: group.rows },
    name: escape(group.name),
    marker: { ...group.colouring, size: size(panel) + (group.larger ?? 0) + larger, opacity, symbol: group.symbol, line: { width: 0 } },
  };
}

// One trace a group: every trace costs the graphics card buffers of its own, so all classes that were not chosen share one.
function groups(panel, options, theme, only) {
  const by = panel.hasPredictions ? options.colour : 'class';
  const found = new Map();
  const count = only ? only.length : panel.count;
  for (let i = 0; i < count; i++) {
    const row = only ? only[i] : i;
    const right = by === 'correct' && panel.predicted[row] === panel.label[row];
    const key = 2 * (classKey(options, panel.label[row]) + 1) + (right ? 1 : 0);
    let rows = found.get(key);
    if (!rows) found.set(key, rows = []);
    rows.push(row);
  }
  const describe = { correct, confidence }[by] ?? byClass;
  return [...found].map(([key, rows]) => ({ rows, ...describe(Math.floor(key / 2) - 1, options, theme, key % 2 === 1, panel, rows) }))
    .sort((a, b) => a.order - b.order);
}

function classKey(options, label) {
  return options.classes.length === 0 || options.classes.includes(label) ? label : -1;
}

function groupName(options, label) {
  return label < 0 ? 'other classes' : className(options, label);
}

function byClass(label, options, theme) {
  return {
    name: groupName(options, label), symbol: 'circle', opacity: label < 0 ? 0.25 : 0.72, order: label < 0 ? 0 : 1,
    colouring: { color: label < 0 ? theme.muted : classColour(options, theme, label) },
  };
}

function correct(label, options, theme, right) {
  return {
    name: `${groupName(options, label)}, ${right ? 'right' : 'wrong'}`, symbol: classSymbol(options, label), larger: label < 0 ? -1 : 1,
    opacity: right ? (label < 0 ? 0.2 : 0.5) : 0.85, order: (right ? 0 : 2) + (label < 0 ? 0 : 1),
    colouring: { color: right ? theme.muted : theme.text },
  };
}

function confidence(label, options, theme, _, panel, rows) {
  return {
    name: groupName(options, label), symbol: classSymbol(options, label), larger: label < 0 ? -1 : 1, opacity: label < 0 ? 0.4 : 0.8, order: label < 0 ? 0 : 1,
    colouring: { color: picked(panel.confidence, rows), cmin: 0, cmax: 1, colorscale: confidenceScale(theme), showscale: false },
  };
}

export function confidenceScale(theme) {
  return [[0, theme.text], [1, theme.faint]];
}

/** Entries of a picture's legend: what colours say, then what shapes say. */
export function pointLegend(panels, options, theme) {
  const entry = (name, marker) => ({ type: 'scatter', mode: 'markers', x: [null], y: [null], name: escape(name), showlegend: true, hoverinfo: 'skip', marker: { size: 9, ...marker } });
  const labels = shownLabels(panels, options);
  if (options.colour === 'class') return labels.map(l => entry(groupName(options, l), { color: l < 0 ? theme.muted : classColour(options, theme, l) }));
  const shapes = labels.map(l => entry(`shape: ${groupName(options, l)}`, { symbol: classSymbol(options, l), color: l < 0 ? theme.muted : classColour(options, theme, l) }));
  if (options.colour === 'correct') return [entry('predicted right', { color: theme.muted, opacity: 0.5 }), entry('predicted wrong', { color: theme.text }), ...shapes];
  return [entry('confidence 0', { color: theme.text }), entry('confidence 1', { color: theme.faint }), ...shapes];
}

function shownLabels(panels, options) {
  const found = new Set();
  for (const panel of panels) for (const label of panel.label) found.add(classKey(options, label));
  const place = label => (options.classes.length && label >= 0 ? options.classes.indexOf(label) : label < 0 ? Infinity : label);
  return [...found].sort((a, b) => place(a) - place(b)).slice(0, 20);
}

function picked(values, rows) {
  const some = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) some[i] = values[rows[i]];
  return some;
}

function size(panel) {
  return panel.count > 30000 ? 3 : panel.count > 5000 ? 4 : 5;
}
