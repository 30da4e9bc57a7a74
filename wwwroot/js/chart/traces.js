// Turns a figure's series into plotly traces. Each series may need several traces (a band, a ghost line, the line).

import { faded, resolve } from './theme.js';
import { smooth, Smoother } from './smoothing.js';
import { escape } from './layout.js';

export function figureTraces(figure, theme, state) {
  return figure.series.flatMap((series, index) => {
    const colour = resolve(series.color, theme, series.slot ?? index);
    const traces = builders[series.kind](series, colour, theme, state, figure.y.format === '~%' ? '.4~%' : '.5~g');
    traces.forEach(trace => { trace.meta = { ...trace.meta, series: index }; });
    return traces;
  });
}

const builders = { line: lineTraces, bars: barTraces, heat: heatTraces, points: pointTraces };

function lineTraces(series, colour, theme, state, number) {
  const weight = series.smooth === false ? 0 : state.smoothing ?? 0;
  const base = { type: 'scatter', x: series.x, name: escape(series.name), legendgroup: escape(series.name), connectgaps: false };
  const traces = [];
  if (series.low && series.high) traces.push(...bandTraces(series, colour, base));
  if (weight > 0) traces.push(ghostTrace(series, colour, base));
  series.smoother = weight > 0 ? new Smoother(weight) : null;
  const y = series.smoother ? smooth(series.y, weight, series.smoother) : series.y;
  const few = series.x.length <= 40 && weight === 0;
  traces.push({
    ...base, y, mode: series.mode ?? (few || series.symbol ? 'lines+markers' : 'lines'), meta: { role: 'line' },
    line: { color: colour, width: 2, dash: series.dash ?? 'solid' }, marker: shape(series, colour, few),
    text: series.text, customdata: weight > 0 ? series.y : undefined,
    hovertemplate: `%{y:${number}}${weight > 0 ? ` (raw %{customdata:${number}})` : ''}<extra>${escape(series.name)}</extra>`,
  });
  return traces;
}

// A shape of its own tells a curve from others of its colour; on a long curve some of its points carry it.
function shape(series, colour, few) {
  if (!series.symbol) return { color: colour, size: 5 };
  return { color: colour, symbol: series.symbol, size: 8, maxdisplayed: few ? 0 : 10, line: { color: colour, width: series.symbol.endsWith('-open') ? 1.6 : 0 } };
}

function ghostTrace(series, colour, base) {
  return {
    ...base, y: series.y, mode: 'lines', line: { color: faded(colour, 0.28), width: 1 },
    showlegend: false, hoverinfo: 'skip', meta: { role: 'ghost' },
  };
}

function bandTraces(series, colour, base) {
  const line = { width: 0, color: colour };
  const common = { ...base, mode: 'lines', line, showlegend: false, hoverinfo: 'skip', meta: { role: 'band' } };
  return [{ ...common, y: series.low }, { ...common, y: series.high, fill: 'tonexty', fillcolor: faded(colour, 0.18) }];
}

function barTraces(series, colour) {
  const [x, y] = series.horizontal ? [series.y, series.x] : [series.x, series.y];
  const error = series.error ? { type: 'data', array: series.error, color: colour, thickness: 1.2 } : undefined;
  const colours = series.highlight
    ? series.x.map((_, i) => series.highlight.includes(i) ? colour : faded(colour, 0.45)) : colour;
  return [{
    type: 'bar', x, y, name: escape(series.name), orientation: series.horizontal ? 'h' : 'v', text: series.text,
    textposition: 'none', marker: { color: colours }, [series.horizontal ? 'error_x' : 'error_y']: error,
    hovertemplate: series.horizontal ? `%{y}: %{x:.5~g}<extra>${escape(series.name)}</extra>`
      : `%{x}: %{y:.5~g}<extra>${escape(series.name)}</extra>`,
  }];
}

function heatTraces(series, colour, theme, state) {
  const cells = series.z.length * (series.z[0]?.length ?? 0);
  return [{
    type: 'heatmap', x: series.columns, y: series.rows, z: series.z, name: escape(series.name),
    colorscale: series.diverging ? [[0, theme.series[0]], [0.5, theme.surface], [1, theme.series[1]]]
      : [[0, theme.surface], [1, colour]],
    zmin: series.min ?? undefined, zmax: series.max ?? undefined, zmid: series.diverging ? 0 : undefined,
    xgap: cells > 2500 ? 0 : 1, ygap: cells > 2500 ? 0 : 1, hoverongaps: false,
    texttemplate: cells <= 144 && (state.width ?? 0) / (series.columns.length || 1) >= 42 ? `%{z:${series.format || '.3~g'}}` : undefined, textfont: { size: 11 },
    colorbar: { thickness: 10, outlinewidth: 0, tickfont: { size: 11, color: theme.muted }, title: { text: escape(series.name), side: 'right', font: { size: 11 } } },
    hovertemplate: `${escape(series.rowTitle || 'row')}: %{y}<br>${escape(series.columnTitle || 'column')}: %{x}<br>${escape(series.name)}: %{z:.5~g}<extra></extra>`,
  }];
}

function pointTraces(series, colour) {
  return [{
    type: series.x.length > 2000 ? 'scattergl' : 'scatter', mode: series.labels ? 'markers+text' : 'markers', x: series.x, y: series.y,
    name: escape(series.name), text: series.text?.map(escape), textposition: 'top center', textfont: { size: 11 },
    marker: { color: colour, size: series.size ?? 8, symbol: series.symbol ?? 'circle', opacity: series.opacity ?? 0.9 },
    error_x: series.errorX ? { type: 'data', array: series.errorX, thickness: 1 } : undefined,
    error_y: series.errorY ? { type: 'data', array: series.errorY, thickness: 1 } : undefined,
    hovertemplate: `${series.text ? '%{text}<br>' : ''}%{x:.5~g}, %{y:.5~g}<extra>${escape(series.name)}</extra>`,
  }];
}
