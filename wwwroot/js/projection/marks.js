// Templates, centres and the distance between two centres. They are shapes of the layout, which plotly draws over the points
// even where these are WebGL, and which every picture keeps.

import { escape } from '../chart/layout.js';
import { axisName, classColour, className } from './traces.js';

const star = polygon(10, i => (i % 2 ? 4.2 : 9.5));
const diamond = polygon(4, () => 7);

export function markShapes(panel, index, options, theme) {
  const refs = { xref: axisName('x', index), yref: axisName('y', index), layer: 'above' };
  const glyph = (path, mark, line, fill) => ({
    ...refs, type: 'path', path, xsizemode: 'pixel', ysizemode: 'pixel', xanchor: mark.x, yanchor: mark.y, line, fillcolor: fill,
  });
  const marks = (path, list) => list.flatMap(mark => [
    glyph(path, mark, { color: theme.surface, width: 5 }, theme.surface),
    glyph(path, mark, { color: theme.text, width: 1.5 }, classColour(options, theme, mark.class)),
  ]);
  return [...distance(panel, options, refs, theme), ...marks(star, panel.info.templates), ...marks(diamond, panel.info.centers)];
}

function distance(panel, options, refs, theme) {
  const [a, b] = options.classes.slice(0, 2).map(c => panel.info.centers.find(m => m.class === c));
  if (!a || !b) return [];
  const line = { ...refs, type: 'line', x0: a.x, y0: a.y, x1: b.x, y1: b.y };
  return [{ ...line, line: { color: theme.surface, width: 5 } }, { ...line, line: { color: theme.text, width: 2, dash: '2px,3px' } }];
}

/** The names of the classes at their centres, above or below them, wherever there are fewer other marks in the way. */
export function centreNames(panel, index, options, theme, unit) {
  const all = [...panel.info.templates, ...panel.info.centers];
  return panel.info.centers.filter(mark => options.classes.length === 0 || options.classes.includes(mark.class)).map(mark => {
    const text = className(options, mark.class), reach = 10 + 3.2 * text.length;
    const near = all.map(other => [(other.x - mark.x) / unit, (other.y - mark.y) / unit]).filter(([x, y]) => Math.abs(x) < reach && Math.abs(y) > 4 && Math.abs(y) < 30);
    const below = near.filter(([, y]) => y > 0).length > near.filter(([, y]) => y < 0).length;
    return {
      xref: axisName('x', index), yref: axisName('y', index), x: mark.x, y: mark.y, yshift: below ? -18 : 18, showarrow: false,
      text: escape(text), font: { size: 11, color: theme.text }, bgcolor: theme.surface, opacity: 0.86, borderpad: 1,
    };
  });
}

/** Entries of a picture's legend. */
export function markLegend(panels, options, theme) {
  const entry = (name, change) => ({ type: 'scatter', x: [null], y: [null], name, showlegend: true, hoverinfo: 'skip', ...change });
  const symbol = (name, shape) => entry(name, { mode: 'markers', marker: { symbol: shape, size: 11, color: theme.surface, line: { color: theme.text, width: 1.5 } } });
  return [
    ...(panels.some(p => p.info.templates.length) ? [symbol('template (weights of the class)', 'star')] : []),
    ...(panels.some(p => p.info.centers.length) ? [symbol('class centre', 'diamond')] : []),
    ...(panels.some(p => p.info.centerDistance) ? [entry('D_c, distance of the first two centres', { mode: 'lines', line: { color: theme.text, width: 2, dash: 'dot' } })] : []),
  ];
}

// A closed path round the origin, its first corner on top.
function polygon(corners, radius) {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = Math.PI / 2 + 2 * Math.PI * i / corners;
    return `${(radius(i) * Math.cos(angle)).toFixed(2)},${(radius(i) * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}
