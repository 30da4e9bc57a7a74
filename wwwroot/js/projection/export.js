// Downloads of the explorer: pictures that explain themselves, and the points as CSV.

import { paperTheme } from '../chart/theme.js';
import { caption, csvText } from '../chart/export.js';
import { escape } from '../chart/layout.js';
import { arrange, explorerLayout } from './layout.js';
import { explorerTraces, pointLegend } from './traces.js';
import { markLegend } from './marks.js';
import { captionLines } from './caption.js';
import { sampleColumns, sampleRow } from './selection.js';

const width = 1200;
const colourings = { class: 'true class', correct: 'right or wrong', confidence: 'confidence' };

export function pointsCsv(panels, options) {
  const rows = panels.flatMap((panel, i) => Array.from(panel.x, (_, row) => sampleRow(panel, i, row, options)));
  return csvText([sampleColumns, ...rows], ['Projection', ...captionLines(panels, options)]);
}

export async function picture(Plotly, host, panels, options, selected, format) {
  const paper = paperTheme(host);
  const grid = arrange(width, panels.length);
  const layout = explorerLayout(panels, { ...options, drag: false }, paper, grid);
  const lines = caption(captionLines(panels, options, selected), width);
  // Shades and shapes take two rows of legend.
  const head = options.colour === 'class' ? 72 : 96;
  const height = head + grid.height + lines.height;
  Object.assign(layout, {
    width, height, paper_bgcolor: '#ffffff', plot_bgcolor: '#ffffff', margin: { l: 0, r: 0, t: head, b: lines.height }, showlegend: true,
    title: { text: escape(title(options)), x: 0.02, xanchor: 'left', y: 1, yanchor: 'top', yref: 'container', pad: { t: 12 }, font: { size: 16, color: paper.text } },
    legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1 + 4 / grid.height, yanchor: 'bottom', font: { size: 12 }, itemsizing: 'constant' },
  });
  layout.annotations.push(lines.annotation(paper));
  const vector = panels.reduce((sum, p) => sum + p.count, 0) <= 20000;
  const points = explorerTraces(panels, options, paper, selected).map(trace => (vector ? { ...trace, type: 'scatter' } : trace));
  const data = [...points, ...pointLegend(panels, options, paper), ...markLegend(panels, options, paper)];
  return Plotly.toImage({ data, layout }, { format, width, height, scale: format === 'png' ? 2 : 1 });
}

function title(options) {
  return `Projections on the ${options.method.replace(/^the /, '')}. Shown: ${[...new Set(options.panels.map(p => p.dataset))].join(', ')}; coloured by ${colourings[options.colour]}`;
}
