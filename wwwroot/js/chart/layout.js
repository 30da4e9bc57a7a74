// The layout of every chart: axes with units, a legend above the plot, the theme's colours.

export function axisTitle(axis) {
  return axis.unit ? `${axis.title} (${axis.unit})` : axis.title;
}

export function axisLayout(axis, theme, state, letter, values) {
  const log = state[`log${letter.toUpperCase()}`];
  const layout = {
    title: { text: escape(axisTitle(axis)), font: { size: 12, color: theme.muted }, standoff: 8 },
    type: axis.categories ? 'category' : log ? 'log' : '-',
    gridcolor: theme.grid,
    linecolor: theme.grid,
    zerolinecolor: theme.grid,
    tickfont: { size: 11, color: theme.muted },
    automargin: true,
    tickformat: axis.format || undefined,
    exponentformat: 'power',
  };
  if (axis.categories) Object.assign(layout, { categoryorder: 'array', categoryarray: axis.categories });
  if (axis.range) layout.range = axis.range;
  if (!axis.categories && !log) Object.assign(layout, fitted(axis, values));
  if (axis.reversed) layout.autorange = 'reversed';
  return layout;
}

/** What keeps an axis honest: it never reaches where no value can be, and marks epochs and ranks by whole numbers. */
function fitted(axis, values) {
  const [least, most] = extent(values);
  const options = {};
  const [low, high] = axis.limits ?? [];
  if (Number.isFinite(low) && least >= low) options.clipmin = low;
  if (Number.isFinite(high) && most <= high) options.clipmax = high;
  return { ...(Object.keys(options).length ? { autorangeoptions: options } : {}), ...(axis.whole ? wholeTicks(most - least) : {}) };
}

/** Ticks of an axis of whole numbers that shows a range of this length. */
export function wholeTicks(span) {
  const few = span <= 12 && (span < 1e-9 || span >= 1.5);
  return few ? { tickmode: 'linear', tick0: 0, dtick: 1 } : { tickmode: 'auto' };
}

function extent(values) {
  let least = Infinity, most = -Infinity;
  for (const list of values) {
    for (const v of list ?? []) {
      if (!Number.isFinite(v)) continue;
      if (v < least) least = v;
      if (v > most) most = v;
    }
  }
  return [least, most];
}

export function figureLayout(figure, theme, state) {
  const xs = figure.series.map(s => s.x), ys = figure.series.flatMap(s => [s.y, s.low, s.high]);
  return {
    font: { family: theme.font, size: 12, color: theme.text },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    margin: { l: 56, r: 16, t: 12, b: 48 },
    legend: { orientation: 'h', x: 0, y: 1.02, xanchor: 'left', yanchor: 'bottom', font: { size: 12, color: theme.text } },
    showlegend: figure.legend,
    barmode: figure.barMode ?? 'group',
    hovermode: figure.hover ?? 'closest',
    hoverlabel: { bgcolor: theme.surface, bordercolor: theme.grid, font: { family: theme.font, size: 12, color: theme.text } },
    dragmode: 'zoom',
    uirevision: 'keep',
    xaxis: axisLayout(figure.x, theme, state, 'x', xs),
    yaxis: { ...axisLayout(figure.y, theme, state, 'y', ys), ...(figure.equalScale ? { scaleanchor: 'x', scaleratio: 1 } : {}) },
    shapes: (figure.marks ?? []).map(mark => shape(mark, theme)),
    annotations: (figure.marks ?? []).filter(m => m.label).map(mark => annotation(mark, theme)),
  };
}

export function escape(text) {
  return String(text ?? '').replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
}

function shape(mark, theme) {
  const line = { color: theme.muted, width: 1, dash: 'dash' };
  if (mark.kind === 'vertical') return { type: 'line', x0: mark.at, x1: mark.at, yref: 'paper', y0: 0, y1: 1, line };
  if (mark.kind === 'horizontal') return { type: 'line', y0: mark.at, y1: mark.at, xref: 'paper', x0: 0, x1: 1, line };
  return { type: 'line', x0: 0, y0: 0, x1: mark.at, y1: mark.at, line };
}

function annotation(mark, theme) {
  const place = mark.kind === 'vertical' ? { x: mark.at, yref: 'paper', y: 1, yanchor: 'bottom' }
    : mark.kind === 'horizontal' ? { xref: 'paper', x: 1, xanchor: 'right', y: mark.at, yanchor: 'bottom' }
    : { x: 0.22 * mark.at, y: 0.2 * mark.at, xanchor: 'left', yanchor: 'top' };
  return { ...place, text: escape(mark.label), showarrow: false, font: { size: 11, color: theme.muted } };
}
