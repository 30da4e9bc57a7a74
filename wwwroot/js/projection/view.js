// One explorer on the page: fetches a view once, draws it, and answers pointer, keyboard and toolbar.

import { onThemeChange, readTheme } from '../chart/theme.js';
import { fileName, save } from '../chart/export.js';
import { explorerTraces, className } from './traces.js';
import { arrange, bounds, explorerLayout } from './layout.js';
import { fetchPanels } from './panels.js';
import { panelText } from './caption.js';
import { picture, pointsCsv } from './export.js';
import { Card, sampleName } from './card.js';
import { Lasso } from './lasso.js';
import { Overlay } from './overlay.js';
import { alike, Selection } from './selection.js';

const config = { displayModeBar: false, scrollZoom: true, doubleClick: false, responsive: false };

export class ExplorerView {
  constructor(host) {
    this.host = host;
    this.plot = host.querySelector('.projection-plot');
    this.stopped = new AbortController();
    this.card = new Card(host.querySelector('.projection-card'), this.stopped.signal);
    this.selection = new Selection(host.querySelector('.projection-selection'));
    this.selection.onClear = () => this.clearSelection();
    this.selection.onSaved = () => this.say('Saved as CSV.');
    this.frame = host.querySelector('.projection-frame');
    this.overlay = new Overlay(this.frame, this.plot);
    this.lasso = new Lasso(this.plot, this.overlay, (panel, outline, add) => this.select(panel, outline, add));
    this.cleanups = [];
    // A finger on the plot must be able to scroll the page until the reader asks for something else.
    this.drag = matchMedia('(pointer: coarse)').matches ? 'none' : 'pan';
    this.at = { panel: 0, row: -1 };
  }

  async start(library, options) {
    this.library = library;
    this.press = this.press.bind(this);
    this.pressed();
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
    this.keepInView(url, panels);
    Object.assign(this, { Plotly, panels, loaded: url });
    this.host.querySelector('.chart-error').hidden = true;
  }

  // Other epochs of the same view are seen on the same axes, so that what moves are the points.
  keepInView(url, panels) {
    const key = url.replace(/:\d+(?=[,&])/g, '');
    panels.forEach((panel, i) => { panel.bounds = bounds(panel, key === this.view ? this.panels[i].bounds : undefined); });
    this.view = key;
  }

  async draw() {
    if (!this.panels || this.loaded !== this.options.url || this.host.clientWidth === 0) return;
    this.theme = readTheme(this.host);
    this.grid = arrange(this.plot.clientWidth, this.panels.length);
    this.plot.style.height = `${this.grid.height}px`;
    const layout = explorerLayout(this.panels, this.options, this.theme, this.grid);
    await this.Plotly.react(this.plot, explorerTraces(this.panels, this.options, this.theme, this.selection.rowsByPanel()), layout, config);
    if (this.stopped.signal.aborted) return;
    if (this.cleanups.length === 0) this.listen();
    this.describe();
  }

  listen() {
    const observer = new ResizeObserver(() => this.plot.clientWidth !== this.grid?.width && this.draw());
    observer.observe(this.host);
    const click = e => this.act(e.target.closest('[data-projection-action]'));
    const leave = () => this.leave();
    // The wheel scrolls the page until the reader has gone into the plot by a click or the keyboard.
    const wheel = e => !this.plot.contains(document.activeElement) && !e.ctrlKey && e.stopPropagation();
    const focus = () => this.plot.focus({ preventScroll: true });
    const follow = () => this.overlay.follow();
    this.host.addEventListener('click', click);
    this.plot.addEventListener('keydown', this.press);
    this.plot.addEventListener('mouseleave', leave);
    this.plot.addEventListener('wheel', wheel, { capture: true });
    this.plot.addEventListener('pointerdown', focus, { capture: true });
    this.cleanups.push(
      () => observer.disconnect(), () => this.host.removeEventListener('click', click), () => this.plot.removeEventListener('keydown', this.press),
      () => this.plot.removeEventListener('mouseleave', leave), () => this.plot.removeEventListener('wheel', wheel, { capture: true }),
      () => this.plot.removeEventListener('pointerdown', focus, { capture: true }), onThemeChange(() => this.draw()));
    this.plot.on('plotly_hover', e => this.point(e));
    this.plot.on('plotly_click', e => this.point(e));
    for (const moved of ['plotly_relayouting', 'plotly_relayout', 'plotly_afterplot']) this.plot.on(moved, follow);
  }

  point(event) {
    const hit = event.points.find(p => p.data.meta && 'panel' in p.data.meta);
    if (!hit) return;
    const box = this.host.querySelector('.projection-frame').getBoundingClientRect();
    const row = hit.data.meta.rows ? hit.data.meta.rows[hit.pointNumber] : hit.pointNumber;
    this.mark(hit.data.meta.panel, row, event.event.clientX - box.left, event.event.clientY - box.top);
  }

  /** Shows a sample's card and rings the same sample in every panel that shows the same data. */
  mark(index, row, x, y) {
    const panel = this.panels[index];
    this.at = { panel: index, row };
    this.card.show(panel, index, row, this.options, x, y);
    this.overlay.ring(this.panels.map((other, i) => {
      const found = i === index ? row : alike(this.panels, this.options, i, index) ? other.rowOf(panel.ids[row]) : undefined;
      return { panel: i, x: other.x[found], y: other.y[found], found };
    }).filter(place => place.found !== undefined));
  }

  leave() {
    this.card.hide();
    this.overlay.ring([]);
  }

  /** Chooses the samples inside an outline of one panel, and the same samples in the others. */
  async select(index, outline, add) {
    this.selection.choose(index, outline, add, this.panels, this.options);
    await this.draw();
    this.selection.show();
    this.say(this.selection.rows.length ? this.selection.summary() : 'No sample lies inside.');
  }

  async clearSelection() {
    this.selection.clear();
    await this.draw();
  }

  async act(button) {
    const action = button?.dataset.projectionAction;
    try {
      if (action === 'pan' || action === 'lasso') this.use(action);
      else if (action === 'fit') this.fit();
      else if (action === 'csv') this.saved(action, pointsCsv(this.panels, this.options));
      else if (action === 'svg' || action === 'png') this.saved(action, await picture(this.Plotly, this.host, this.panels, this.options, this.selection.rowsByPanel(), action));
    } catch (error) {
      console.error('projection', error);
      this.say(`That did not work: ${error.message}`);
    }
  }

  saved(format, content) {
    save(fileName('projection', format), content);
    this.say(`Saved as ${format.toUpperCase()}.`);
  }

  use(drag) {
    this.drag = this.options.drag = drag === this.drag ? 'none' : drag;
    this.pressed();
    return this.Plotly.relayout(this.plot, { dragmode: this.drag === 'pan' ? 'pan' : false });
  }

  pressed() {
    this.lasso.active = this.drag === 'lasso';
    this.frame.dataset.drag = this.drag;
    for (const button of this.host.querySelectorAll('[data-projection-action=pan], [data-projection-action=lasso]')) {
      button.setAttribute('aria-pressed', String(button.dataset.projectionAction === this.drag));
    }
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
    if (panel.count === 0) return this.say(`${this.options.panels[index].title}: no points.`);
    const row = Math.min(Math.max(this.at.row + steps[1], 0), panel.count - 1);
    this.mark(index, row, 40, 60);
    this.say(`${this.options.panels[index].title}: ${sampleName(panel.info, panel.ids[row])}, ${className(this.options, panel.label[row])}, at ${panel.x[row].toFixed(2)}, ${panel.y[row].toFixed(2)}`);
  }

  describe() {
    const places = this.host.querySelectorAll('.projection-notes [data-panel]');
    places.forEach((place, i) => { place.textContent = this.panels[i] ? panelText(this.panels[i]) : ''; });
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
    this.lasso.dispose();
    this.overlay.dispose();
    if (this.Plotly) this.Plotly.purge(this.plot);
    this.panels = null;
  }
}
