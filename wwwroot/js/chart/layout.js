// The layout of every chart: axes with units, a legend above the plot, the theme's colours.

export function axisTitle(axis) {
  return axis.unit ? `${axis.title} (${axis.unit})` : axis.title;
}

export function axisLayout(axis, theme, state, letter) {
  const layout = {
    title: { text: escape(axisTitle(axis)), font: { size: 12, color: theme.muted }, standoff: 8 },
    type: axis.categories ? 'category' : state[`log${letter.toUpperCase()}`] ? 'log' : '-',
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
  if (axis.reversed) layout.autorange = 'reversed';
  return layout;
}

export function figureLayout(figure, theme, state) {
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
    xaxis: axisLayout(figure.x, theme, state, 'x'),
    yaxis: { ...axisLayout(figure.y, theme, state, 'y'), ...(figure.equalScale ? { scaleanchor: 'x', scaleratio: 1 } : {}) },
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
    : { x: mark.at, y: mark.at, xanchor: 'right', yanchor: 'top' };
  return { ...place, text: escape(mark.label), showarrow: false, font: { size: 11, color: theme.muted } };
}
