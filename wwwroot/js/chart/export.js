// Downloads of a chart: pictures that keep title, axes and legend, and the numbers as CSV.

import { escape, figureLayout } from './layout.js';
import { figureTraces } from './traces.js';
import { seriesRows } from './table.js';
import { paperTheme } from './theme.js';

const width = 1000, plotHeight = 440, sides = { l: 70, r: 30 }, below = 60;

/** A picture that explains itself: title, legend and axes, and under them what the figure shows of which runs. */
export async function picture(Plotly, about, figure, host, state, range, format) {
  const printed = paperTheme(host);
  const layout = figureLayout(figure, printed, state);
  const lines = caption(about.lines, width);
  const plot = figure.equalScale ? 740 : plotHeight;
  const top = 68 + 24 * legendRows(figure, width - sides.l - sides.r);
  const height = top + plot + below + lines.height;
  Object.assign(layout, {
    title: { text: escape(about.title), x: 0.02, xanchor: 'left', y: 1, yanchor: 'top', yref: 'container', pad: { t: 16 }, font: { size: 16, color: printed.text } },
    paper_bgcolor: '#ffffff', plot_bgcolor: '#ffffff', width, height, margin: { ...sides, t: top, b: below + lines.height },
  });
  layout.annotations = [...layout.annotations, lines.annotation(printed, below, sides.l)];
  Object.assign(layout.xaxis, range.x ? { range: range.x } : {});
  Object.assign(layout.yaxis, range.y ? { range: range.y } : {});
  const data = figureTraces(figure, printed, state).map(plain);
  return Plotly.toImage({ data, layout }, { format, width, height, scale: format === 'png' ? 2 : 1 });
}

/** Rows that a legend above a plot of a width takes, as far as can be told before it is drawn. */
export function legendRows(figure, across) {
  if (!figure.legend || figure.series.some(s => s.kind === 'heat')) return 0;
  const longest = Math.max(...figure.series.map(s => (s.name ?? '').length), 1);
  return Math.ceil(figure.series.length / Math.max(1, Math.floor(across / (longest * 6.6 + 48))));
}

export function csv(about, figure) {
  const { head, parts } = seriesRows(figure);
  const runs = about.runs;
  const rows = parts.flatMap(({ series, rows: own }) => {
    const cells = runs.length ? runCells(series, runs) : [];
    return own.map(row => [...cells, ...row]);
  });
  return csvText([[...(runs.length ? ['Run', 'Run id', 'Seed'] : []), ...head], ...rows], [about.title, ...about.lines]);
}

// Runs that were put together, as mean and standard deviation, share the cells of their series.
function runCells(series, runs) {
  const own = series.runIds?.length ? runs.filter(r => series.runIds.includes(r.id)) : runs.length === 1 ? runs : [];
  return ['name', 'id', 'seed'].map(part => own.map(run => run[part]).join('; '));
}

/** What a chart's exports say besides its numbers. */
export function about(title, figure, context, notes) {
  const runs = context?.runs ?? [];
  const shown = new Set(figure.series.flatMap(s => s.runIds ?? []));
  const named = shown.size ? runs.filter(r => shown.has(r.id)) : runs;
  const page = document.querySelector('main h1, h1')?.textContent.trim();
  const only = named.length === 1 && figure.series.every(s => s.name !== named[0].name) ? `: ${named[0].name}` : '';
  return {
    title: title + only, runs,
    lines: [
      ...named.map(run => `${legendOf(figure, run)}${run.about}`), ...(context?.lines ?? []), ...notes.filter(Boolean),
      ...(named.length === 0 && page && page !== title ? [`From the page: ${page}`] : []),
    ],
  };
}

// The legend's name of a run, where it is another than the run's own.
function legendOf(figure, run) {
  const name = figure.series.find(s => s.runIds?.includes(run.id))?.name;
  return name && name !== run.name ? `${name}: ` : '';
}

/** Rows as CSV, after lines that say what they are, each behind a # as most readers of CSV skip it. */
export function csvText(rows, about = []) {
  const comments = [...about, origin()].map(line => `# ${line.replace(/\s+/g, ' ')}`);
  return [...comments, ...rows.map(row => row.map(field).join(','))].join('\r\n') + '\r\n';
}

/** Where a picture or a file was made. */
export function origin() {
  return `Made with LsKdWeb: ${location.href}`;
}

/** Lines under a picture of a width: how high they are, and the annotation that writes them so far below the plot. */
export function caption(lines, width) {
  const side = 20, gap = 12, line = 15;
  const wrapped = [...lines, origin()].flatMap(text => wrap(text, Math.floor((width - 2 * side) / 5.6)));
  return {
    height: wrapped.length * line + 2 * gap,
    annotation: (theme, below = 0, left = 0) => ({
      xref: 'paper', yref: 'paper', x: 0, y: 0, xshift: side - left, yshift: -(below + gap), xanchor: 'left', yanchor: 'top', align: 'left',
      showarrow: false, text: wrapped.map(escape).join('<br>'), font: { size: 11, color: theme.muted },
    }),
  };
}

function wrap(text, most) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (longer.length > most && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
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
