// The charts of every page. Blazor calls create, update, append, set and dispose; all else happens here, without the server.
// No call throws: an error inside a chart is shown in its place, because an uncaught one would end the page's connection.

import { loadPlotly } from './chart/plotly.js';
import { ChartView } from './chart/view.js';

const views = new Map();

export async function create(id, host, figure, options) {
  return guard(host, async () => {
    views.get(id)?.dispose();
    const view = new ChartView(host, options, views);
    views.set(id, view);
    await view.start(await loadPlotly(options.library), figure);
  });
}

export async function update(id, figure) {
  const view = views.get(id);
  return view ? guard(view.host, () => view.show(figure)) : false;
}

export async function append(id, points) {
  const view = views.get(id);
  return view ? guard(view.host, () => view.append(points)) : false;
}

/** Fetches what a chart with stored curves has not got yet, and patches it in. */
export async function refresh(id) {
  const view = views.get(id);
  return view ? guard(view.host, () => view.refresh()) : false;
}

export async function set(id, change) {
  const view = views.get(id);
  return view ? guard(view.host, () => view.set(change)) : false;
}

/** What the chart's exports say besides its figure. */
export function tell(id, context) {
  const view = views.get(id);
  if (view) view.options.context = context;
}

export function dispose(id) {
  views.get(id)?.dispose();
  views.delete(id);
}

async function guard(host, action) {
  try {
    await action();
    return true;
  } catch (error) {
    if (error.name === 'AbortError') return false;
    console.error('chart', error);
    const place = host?.querySelector('.chart-error');
    if (place) {
      place.hidden = false;
      place.textContent = `This chart cannot be drawn: ${error.message}`;
    }
    host?.setAttribute('data-chart-state', 'error');
    host?.setAttribute('aria-busy', 'false');
    return false;
  }
}
