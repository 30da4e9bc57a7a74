// Loads plotly.js while the browser is idle, so that the first chart need not wait for it.

import { loadPlotly } from './plotly.js';

const idle = window.requestIdleCallback ?? (action => setTimeout(action, 1500));
const address = document.querySelector('meta[name="chart-library"]')?.content;
if (address) addEventListener('load', () => idle(() => loadPlotly(address).catch(() => {}), { timeout: 4000 }));
