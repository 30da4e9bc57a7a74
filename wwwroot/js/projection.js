// The projection explorer: up to eight panels in one WebGL figure on the same axes. One fetch brings all points; colours,
// hover, selection and export need no further one, except images and soft labels of single samples.

import { loadPlotly } from './chart/plotly.js';
import { ExplorerView } from './projection/view.js';

const views = new Map();

export async function create(id, host, options) {
  return guard(host, async () => {
    views.get(id)?.dispose();
    const view = new ExplorerView(host);
    views.set(id, view);
    await view.start(() => loadPlotly(options.library), options);
  });
}

export async function update(id, options) {
  const view = views.get(id);
  return view ? guard(view.host, () => view.show(options)) : false;
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
    console.error('projection', error);
    const place = host?.querySelector('.chart-error');
    if (place) {
      place.hidden = false;
      place.textContent = `The projection cannot be drawn: ${error.message}`;
    }
    host?.setAttribute('data-chart-state', 'error');
    return false;
  }
}
