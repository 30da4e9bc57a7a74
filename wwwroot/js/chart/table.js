// The rows behind a figure: for the table view, for CSV, and for reading aloud.

import { axisTitle } from './layout.js';

const shown = 500;

export function figureRows(figure) {
  const { head, parts } = seriesRows(figure);
  return { head, rows: parts.flatMap(part => part.rows) };
}

/** The rows of each series by itself. */
export function seriesRows(figure) {
  const head = ['Series', axisTitle(figure.x) || 'x', axisTitle(figure.y) || 'y'];
  if (figure.series.some(s => s.kind === 'heat')) return { head: heatHead(figure), parts: figure.series.map(series => ({ series, rows: heatRows(series) })) };
  const banded = figure.series.some(s => s.low || s.error);
  const worded = figure.series.some(s => s.text);
  if (banded) head.push('Low', 'High');
  if (worded) head.push('Note');
  const parts = figure.series.map(series => ({ series, rows: Array.from(series.x ?? [], (x, i) => row(series, x, i, banded, worded)) }));
  return { head, parts };
}

function row(series, x, i, banded, worded) {
  return [series.name, x, series.y[i], ...(banded ? [low(series, i), high(series, i)] : []), ...(worded ? [series.text?.[i] ?? ''] : [])];
}

export function fillTable(container, title, figure) {
  const { head, rows } = figureRows(figure);
  const table = document.createElement('table');
  const caption = table.createCaption();
  caption.textContent = rows.length > shown ? `${title}: first ${shown} of ${rows.length} rows; the CSV holds all` : title;
  const line = table.createTHead().insertRow();
  for (const name of head) line.append(Object.assign(document.createElement('th'), { textContent: name, scope: 'col' }));
  const body = table.createTBody();
  for (const row of rows.slice(0, shown)) {
    const cells = body.insertRow();
    for (const value of row) cells.insertCell().textContent = format(value);
  }
  container.replaceChildren(table);
}

export function format(value) {
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'number') return String(value);
  if (!Number.isFinite(value)) return '–';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

function heatHead(figure) {
  const heat = figure.series.find(s => s.kind === 'heat');
  return [heat.rowTitle || axisTitle(figure.y) || 'Row', heat.columnTitle || axisTitle(figure.x) || 'Column', heat.name];
}

function heatRows(series) {
  if (series.kind !== 'heat') return [];
  return series.rows.flatMap((row, i) => series.columns.map((column, j) => [row, column, series.z[i]?.[j] ?? null]));
}

function low(series, i) {
  return series.low ? series.low[i] : error(series, i, -1);
}

function high(series, i) {
  return series.high ? series.high[i] : error(series, i, 1);
}

function error(series, i, sign) {
  const missing = !series.error || series.y[i] === null || series.error[i] === null;
  return missing ? null : series.y[i] + sign * series.error[i];
}
