// Panels side by side with the same axes and one scale for both directions, so that distances can be compared by eye.

import { axisName } from './traces.js';
import { centreNames, markShapes } from './marks.js';
import { escape } from '../chart/layout.js';

const gap = 14, left = 48, right = 14, bottom = 42, title = 40;

export function arrange(width, count) {
  const most = width < 620 ? 1 : width < 1000 ? 2 : 4;
  const columns = Math.min(count, count <= 4 ? most : Math.min(most, Math.ceil(count / 2)));
  const rows = Math.ceil(count / columns);
  const w = (width - left - right - (columns - 1) * (gap + left)) / columns;
  const h = Math.max(200, Math.min(w, 470));
  return { columns, rows, w, h, width, height: rows * (h + title + bottom) };
}

export function explorerLayout(panels, options, theme, grid) {
  const layout = {
    width: grid.width, height: grid.height, margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false, dragmode: options.drag === 'pan' ? 'pan' : false, hovermode: 'closest', hoverdistance: 12,
    paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', font: { family: theme.font, size: 11, color: theme.text },
    uirevision: options.url.replace(/:\d+(?=[,&])/g, '') + options.shared + grid.columns, annotations: [], shapes: panels.flatMap((panel, i) => markShapes(panel, i, options, theme)),
  };
  const shared = options.shared ? ranges(panels, grid) : null;
  panels.forEach((panel, i) => addPanel(layout, panel, i, options, theme, grid, shared ?? ranges([panel], grid)));
  return layout;
}

function addPanel(layout, panel, i, options, theme, grid, range) {
  const column = i % grid.columns, row = Math.floor(i / grid.columns);
  const x0 = left + column * (grid.w + gap + left), y0 = row * (grid.h + title + bottom) + title;
  const axis = { gridcolor: theme.grid, zerolinecolor: theme.grid, linecolor: theme.grid, tickfont: { size: 10, color: theme.muted }, showline: true, mirror: true, nticks: 6 };
  layout[`xaxis${i ? i + 1 : ''}`] = {
    ...axis, title: name(options.axes[0], theme), domain: [x0 / grid.width, (x0 + grid.w) / grid.width], anchor: axisName('y', i), range: range.x, matches: options.shared && i ? 'x' : undefined,
  };
  layout[`yaxis${i ? i + 1 : ''}`] = {
    ...axis, title: name(options.axes[1], theme), domain: [1 - (y0 + grid.h) / grid.height, 1 - y0 / grid.height], anchor: axisName('x', i), range: range.y, matches: options.shared && i ? 'y' : undefined,
  };
  const text = { xref: 'paper', yref: 'paper', x: x0 / grid.width, xanchor: 'left', showarrow: false, align: 'left' };
  layout.annotations.push(
    { ...text, y: 1 - (y0 - 20) / grid.height, yanchor: 'bottom', text: `<b>${escape(cut(options.panels[i].title, grid.w / 6.6))}</b>` },
    { ...text, y: 1 - (y0 - 3) / grid.height, yanchor: 'bottom', text: escape(cut(grid.w < 380 ? brief(panel.info) : subtitle(panel.info), grid.w / 5.6)), font: { size: 11, color: theme.muted } });
  if (grid.w >= 160) layout.annotations.push(...centreNames(panel, i, options, theme, (range.x[1] - range.x[0]) / grid.w));
  if (panel.info.error) {
    layout.annotations.push({ ...text, x: (x0 + 10) / grid.width, y: 1 - (y0 + 10) / grid.height, yanchor: 'top', text: escape(wrap(panel.info.error, grid.w / 6.4)).replaceAll('\n', '<br>') });
  }
}

function name(text, theme) {
  return { text, standoff: 2, font: { size: 10, color: theme.muted } };
}

export function subtitle(info) {
  const d = info.centerDistance;
  const distance = d ? `D_c ${short(d.plane)} in the plane (${short(d.plane_over_radius)} r), ${short(d.features)} in features (${short(d.features_over_radius)} r)` : 'D_c not defined';
  return info.error ? '' : d || info.templates.length ? distance : `${info.points.toLocaleString('en')} points`;
}

function brief(info) {
  const d = info.centerDistance;
  return d && !info.error ? `D_c ${short(d.plane)} (${short(d.plane_over_radius)} r) in the plane` : subtitle(info);
}

function short(value) {
  return value === null || value === undefined ? '–' : Number(value.toPrecision(3)).toString();
}

function cut(text, most) {
  const limit = Math.max(8, Math.floor(most));
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

function wrap(text, width) {
  return text.split(' ').reduce((lines, word) => {
    if ((lines.at(-1) + word).length > width) lines.push(word);
    else lines[lines.length - 1] += ` ${word}`;
    return lines;
  }, ['']).join('\n').trim();
}

/** What of the plane a panel covers, together with what it covered before: [left, right, bottom, top]. */
export function bounds(panel, known = [Infinity, -Infinity, Infinity, -Infinity]) {
  let [x0, x1, y0, y1] = known;
  const widen = (x, y) => { x0 = Math.min(x0, x); x1 = Math.max(x1, x); y0 = Math.min(y0, y); y1 = Math.max(y1, y); };
  for (let i = 0; i < panel.count; i++) widen(panel.x[i], panel.y[i]);
  for (const mark of [...panel.info.templates, ...panel.info.centers]) widen(mark.x, mark.y);
  return [x0, x1, y0, y1];
}

// One unit is as long across as up, in every panel.
function ranges(panels, grid) {
  const edge = (side, choose) => choose(...panels.map(panel => panel.bounds[side]));
  const [x0, x1, y0, y1] = [edge(0, Math.min), edge(1, Math.max), edge(2, Math.min), edge(3, Math.max)];
  if (!Number.isFinite(x0)) return { x: [-1, 1], y: [-1, 1] };
  const scale = 1.08 * Math.max((x1 - x0) / grid.w, (y1 - y0) / grid.h, 1e-9);
  const around = (a, b, pixels) => [(a + b) / 2 - scale * pixels / 2, (a + b) / 2 + scale * pixels / 2];
  return { x: around(x0, x1, grid.w), y: around(y0, y1, grid.h) };
}
