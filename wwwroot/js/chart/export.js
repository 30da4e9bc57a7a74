// Downloads of a chart: pictures that keep title, axes and legend, and the numbers as CSV.

import { escape, figureLayout } from './layout.js';
import { figureTraces } from './traces.js';
import { figureRows } from './table.js';
import { paperTheme } from './theme.js';

export async function picture(Plotly, title, figure, host, state, range, format) {
  const printed = paperTheme(host);
  const layout = figureLayout(figure, printed, state);
  Object.assign(layout, {
    title: { text: escape(title), x: 0.02, xanchor: 'left', font: { size: 16, color: printed.text } },
    paper_bgcolor: '#ffffff', plot_bgcolor: '#ffffff',
  });
  layout.margin = { l: 70, r: 30, t: 96, b: 60 };
  Object.assign(layout.xaxis, range.x ? { range: range.x } : {});
  Object.assign(layout.yaxis, range.y ? { range: range.y } : {});
  const data = figureTraces(figure, printed, state).map(plain);
  const size = { width: 1000, height: figure.equalScale ? 900 : 600 };
  return Plotly.toImage({ data, layout }, { format, ...size, scale: format === 'png' ? 2 : 1 });
}

export function csv(title, figure) {
  const { head, rows } = figureRows(figure);
  return csvText([['Chart', ...head], ...rows.map(row => [title, ...row])]);
}

export function csvText(lines) {
  return lines.map(line => line.map(field).join(',')).join('\r\n') + '\r\n';
}

export function save(name, content) {
  const link = document.createElement('a');
  const text = !content.startsWith('data:');
  link.href = text ? URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' })) : content;
  link.download = name;
  link.click();
  if (text) setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function fileName(title, extension) {
  const stem = title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'chart';
  return `${stem}.${extension}`;
}

// WebGL would be a raster inside the SVG.
function plain(trace) {
  return trace.type === 'scattergl' ? { ...trace, type: 'scatter' } : trace;
}

function field(value) {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
