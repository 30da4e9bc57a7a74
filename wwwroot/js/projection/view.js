// One explorer on the page: fetches a view once, draws it, and answers pointer, keyboard and toolbar.

import { onThemeChange, paperTheme, readTheme } from '../chart/theme.js';
import { csvText, fileName, save } from '../chart/export.js';
import { explorerTraces, className } from './traces.js';
import { arrange, explorerLayout, subtitle } from './layout.js';
import { fetchPanels } from './panels.js';
import { Card } from './card.js';
import { Selection } from './selection.js';

const config = { displayModeBar: false, scrollZoom: true, doubleClick: false, responsive: false };

export class ExplorerView {
  constructor(host) {
    this.host = host;
    this.plot = host.querySelector('.projection-plot');
    this.stopped = new AbortController();
    this.card = new Card(host.querySelector('.projection-card'), this.stopped.signal);
    this.selection = new Selection(host.querySelector('.projection-selection'));
    this.selection.onClear = () => this.clearSelection();
    this.cleanups = [];
    this.drag = 'pan';
    this.at = { panel: 0, row: -1 };
  }

  async start(library, options) {
    this.library = library;
    await this.show(options);
  }

  /** Draws a view. Points are fetched only when the address of the arrays is a new one. */
  async show(options) {
    const begun = performance.now();
    const fresh = options.url !== this.options?.url;
    this.options = { ...options, drag: this.drag };
    if (fresh) await this.load(options.url);
    if (this.stopped.signal.aborted || options.url !== this.options.url) return;
    await this.draw();
    this.host.setAttribute('data-chart-state', 'ready');
    this.host.setAttribute('data-draw-ms', Math.round(performance.now() - begun));
  }

  async load(url) {
    this.host.setAttribute('data-chart-state', 'loading');
    this.card.hide();
    this.selection.clear();
    this.pending?.abort();
    this.pending = new AbortController();
    const [Plotly, panels] = await Promise.all([this.library(), fetchPanels(url, this.pending.signal)]);
    this.Plotly = Plotly;
    this.panels = panels;
    this.host.querySelector('.chart-error').hidden = true;
  }

  async draw() {
    if (!this.panels || this.host.clientWidth === 0) return;
    this.theme = readTheme(this.host);
    this.grid = arrange(this.plot.clientWidth, this.panels.length);
    this.plot.style.height = `${this.grid.height}px`;
    const layout = explorerLayout(this.panels, this.options, this.theme, this.grid);
    await this.Plotly.react(this.plot, explorerTraces(this.panels, this.options, this.theme), layout, config);
    if (this.stopped.signal.aborted) return;
    if (this.cleanups.length === 0) this.listen();
    this.describe();
  }

  listen() {
    const observer = new ResizeObserver(() => this.plot.clientWidth !== this.grid?.width && this.draw());
    observer.observe(this.host);
    const click = e => this.act(e.target.closest('[data-projection-action]'));
    const key = e => this.press(e);
    const leave = () => this.leave();
    this.host.addEventListener('click', click);
    this.plot.addEventListener('keydown', key);
    this.plot.addEventListener('mouseleave', leave);
    this.cleanups.push(
      () => observer.disconnect(), () => this.host.removeEventListener('click', click), () => this.plot.removeEventListener('keydown', key),
      () => this.plot.removeEventListener('mouseleave', leave), onThemeChange(() => this.draw()));
    this.plot.on('plotly_hover', e => this.point(e));
    this.plot.on('plotly_click', e => this.point(e));
    this.plot.on('plotly_selected', e => this.select(e));
    this.plot.on('plotly_deselect', () => this.selection.clear());
  }

  point(event) {
    const hit = event.points.find(p => p.data.meta && 'panel' in p.data.meta);
    if (!hit) return;
    const box = this.host.querySelector('.projection-frame').getBoundingClientRect();
    const row = hit.data.meta.rows ? hit.data.meta.rows[hit.pointNumber] : hit.pointNumber;
    this.mark(hit.data.meta.panel, row, event.event.clientX - box.left, event.event.clientY - box.top);
  }

  /** Shows a sample's card and rings the same sample in every panel of the same split. */
  mark(index, row, x, y) {
    const panel = this.panels[index];
    this.at = { panel: index, row };
    this.card.show(panel, row, this.options, x, y);
    const places = this.panels.map((other, i) => {
      const found = i === index ? row : other.info.split === panel.info.split ? other.rowOf(panel.ids[row]) : undefined;
      return found === undefined ? [[], []] : [[other.x[found]], [other.y[found]]];
    });
    this.ring(places);
  }

  ring(places) {
    const traces = this.panels.map((_, i) => this.plot.data.findIndex(t => t.meta?.highlight === i));
    this.Plotly.restyle(this.plot, { x: places.map(p => p[0]), y: places.map(p => p[1]) }, traces);
  }

  leave() {
    this.card.hide();
    if (this.panels) this.ring(this.panels.map(() => [[], []]));
  }

  select(event) {
    if (!event?.points) return;
    const chosen = event.points.filter(p => p.data.meta && 'panel' in p.data.meta).map(p => {
      const { panel, rows } = p.data.meta;
      return { panel: this.panels[panel], row: rows ? rows[p.pointNumber] : p.pointNumber, title: this.options.titles[panel] };
    });
    this.selection.show(chosen, this.panels, this.options);
    this.say(`${chosen.length} samples selected.`);
  }

  async clearSelection() {
    this.selection.clear();
    await this.draw();
    await this.Plotly.restyle(this.plot, { selectedpoints: [null] });
  }

  async act(button) {
    const action = button?.dataset.projectionAction;
    try {
      if (action === 'pan' || action === 'lasso') this.use(action);
      else if (action === 'fit') this.fit();
      else if (action === 'csv') save('projection.csv', this.csv());
      else if (action === 'svg' || action === 'png') save(fileName('projection', action), await this.picture(action));
    } catch (error) {
      console.error('projection', error);
      this.say(`That did not work: ${error.message}`);
    }
  }

  use(drag) {
    this.drag = this.options.drag = drag;
    for (const button of this.host.querySelectorAll('[data-projection-action=pan], [data-projection-action=lasso]')) {
      button.setAttribute('aria-pressed', String(button.dataset.projectionAction === drag));
    }
    this.Plotly.relayout(this.plot, { dragmode: drag });
  }

  fit() {
    const layout = explorerLayout(this.panels, this.options, this.theme, this.grid);
    const change = {};
    this.panels.forEach((_, i) => {
      for (const letter of ['xaxis', 'yaxis']) change[`${letter}${i ? i + 1 : ''}.range`] = layout[`${letter}${i ? i + 1 : ''}`].range;
    });
    return this.Plotly.relayout(this.plot, change);
  }

  press(event) {
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (event.key === 'Escape') return this.leave();
    if (event.key === '0') return this.fit();
    if (!steps) return;
    event.preventDefault();
    const index = Math.min(Math.max(this.at.panel + steps[0], 0), this.panels.length - 1);
    const panel = this.panels[index];
    if (panel.count === 0) return this.say(`${this.options.titles[index]}: no points.`);
    const row = Math.min(Math.max(this.at.row + steps[1], 0), panel.count - 1);
    this.mark(index, row, 40, 60);
    this.say(`${this.options.titles[index]}: sample ${panel.ids[row]}, ${className(this.options, panel.label[row])}, at ${panel.x[row].toFixed(2)}, ${panel.y[row].toFixed(2)}`);
  }

  csv() {
    const head = ['Panel', 'Sample', 'Label', 'Predicted', 'Confidence', 'x', 'y'];
    const rows = this.panels.flatMap((panel, i) => Array.from(panel.x, (x, row) => [
      this.options.titles[i], panel.ids[row], className(this.options, panel.label[row]),
      panel.hasPredictions ? className(this.options, panel.predicted[row]) : '', panel.hasPredictions ? panel.confidence[row] : '', x, panel.y[row]]));
    return csvText([head, ...rows]);
  }

  async picture(format) {
    const paper = paperTheme(this.host);
    const grid = { ...arrange(1200, this.panels.length) };
    const layout = explorerLayout(this.panels, this.options, paper, grid);
    const names = this.options.colour === 'class' ? this.options.classes.map(c => className(this.options, c)).join(', ') : this.options.colour;
    Object.assign(layout, {
      paper_bgcolor: '#ffffff', plot_bgcolor: '#ffffff', margin: { l: 0, r: 0, t: 34, b: 0 }, height: grid.height + 34, showlegend: true,
      title: { text: `Projection: ${this.options.method}. Colours: ${names}`, x: 0.02, xanchor: 'left', y: 1, yanchor: 'top', yref: 'container', pad: { t: 8 }, font: { size: 15 } },
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
    });
    const vector = this.panels.reduce((sum, p) => sum + p.count, 0) <= 20000;
    const seen = new Set();
    const data = explorerTraces(this.panels, this.options, paper).map(trace => {
      const first = trace.legendgroup && !seen.has(trace.legendgroup);
      if (first) seen.add(trace.legendgroup);
      return { ...trace, showlegend: !!first, type: vector && trace.type === 'scattergl' ? 'scatter' : trace.type };
    });
    return this.Plotly.toImage({ data, layout }, { format, width: grid.width, height: grid.height + 34, scale: format === 'png' ? 2 : 1 });
  }

  describe() {
    const list = this.host.querySelector('.projection-notes');
    list.replaceChildren(...this.panels.map((panel, i) => {
      const item = document.createElement('li');
      const words = [panel.info.error ?? `${panel.info.points.toLocaleString('en')} points`, subtitle(panel.info), ...panel.info.notes].filter(Boolean);
      item.append(Object.assign(document.createElement('strong'), { textContent: this.options.titles[i] }), ` ${words.join('. ').replaceAll('..', '.')}`);
      return item;
    }));
  }

  say(text) {
    this.host.querySelector('.chart-live').textContent = text;
  }

  // The element is kept until here: plotly cleans up only what it can still reach.
  dispose() {
    this.stopped.abort();
    this.pending?.abort();
    this.card.hide();
    this.cleanups.forEach(cleanup => cleanup());
    if (this.Plotly) this.Plotly.purge(this.plot);
    this.panels = null;
  }
}
