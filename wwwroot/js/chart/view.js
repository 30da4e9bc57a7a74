// One chart on the page: draws its figure, patches it, follows theme and size, answers its toolbar and the keyboard.

import { figureLayout, wholeTicks } from './layout.js';
import { figureTraces } from './traces.js';
import { onThemeChange, readTheme } from './theme.js';
import { fillTable } from './table.js';
import { about, csv, fileName, legendRows, picture, save } from './export.js';
import { CurveSource } from './source.js';
import { Cursor } from './cursor.js';

const config = { displayModeBar: false, displaylogo: false, responsive: false, scrollZoom: false, doubleClick: 'reset' };

export class ChartView {
  constructor(host, options, all) {
    this.host = host;
    this.options = options;
    this.all = all;
    this.state = { smoothing: options.smoothing ?? 0, logX: options.logX, logY: options.logY };
    this.plot = host.querySelector('.chart-plot');
    this.table = host.querySelector('.chart-table');
    this.queue = [];
    this.cleanups = [];
    this.stopped = new AbortController();
  }

  async start(Plotly, figure) {
    this.Plotly = Plotly;
    if (this.stopped.signal.aborted) return;
    await this.show(figure);
  }

  /** Draws a figure, or draws it anew; the reader's zoom stays. */
  async show(figure) {
    this.figure = figure;
    if (!this.Plotly) return;
    this.mood('loading');
    this.makeRoom();
    this.source = figure.source ? new CurveSource(figure, this.stopped.signal) : null;
    if (this.source) await this.source.load();
    if (this.stopped.signal.aborted || this.figure !== figure) return;
    await this.draw();
    if (this.stopped.signal.aborted || this.figure !== figure) return;
    this.mood('ready');
    this.host.querySelector('.chart-error').hidden = true;
    const waiting = this.queue;
    this.queue = [];
    waiting.forEach(points => this.append(points));
  }

  mood(state) {
    this.host.setAttribute('data-chart-state', state);
    this.host.setAttribute('aria-busy', String(state === 'loading'));
  }

  /** A legend of many rows is given room of its own, and before anything is fetched. */
  makeRoom() {
    this.height ??= this.plot.clientHeight;
    const rows = legendRows(this.figure, this.plot.clientWidth - 80);
    this.plot.style.height = `${this.height + 26 * Math.max(0, rows - 2)}px`;
  }

  async draw() {
    this.theme = readTheme(this.host);
    this.state.width = this.plot.clientWidth;
    const layout = figureLayout(this.figure, this.theme, this.state);
    await this.Plotly.react(this.plot, figureTraces(this.figure, this.theme, this.state), layout, config);
    if (this.stopped.signal.aborted) return;
    // Only what has been drawn can be listened to, and a newer figure may have overtaken the first.
    if (this.cleanups.length === 0) this.listen();
    this.describe();
  }

  /** Adds live points: [{ series, x: [], y: [] }]. Only the new values travel and only they are patched in. */
  append(points) {
    if (!this.plot.data || this.host.getAttribute('data-chart-state') === 'loading') return void this.queue.push(points);
    const patch = { x: [], y: [] };
    const indices = [];
    for (const { series: index, x, y } of points) this.extendSeries(index, x, y, patch, indices);
    if (indices.length) this.Plotly.extendTraces(this.plot, patch, indices).then(() => this.mark());
    if (!this.table.hidden) fillTable(this.table, this.options.title, this.figure);
  }

  extendSeries(index, x, y, patch, indices) {
    const series = this.figure.series[index];
    if (!series) return;
    series.x = Array.from(series.x).concat(x);
    series.y = Array.from(series.y).concat(y);
    this.plot.data.forEach((trace, i) => {
      if (trace.meta?.series !== index || trace.meta.role === 'band') return;
      indices.push(i);
      patch.x.push(alike(trace.x, x));
      patch.y.push(alike(trace.y, trace.meta.role === 'line' && series.smoother ? y.map(v => series.smoother.next(v)) : y));
    });
  }

  async refresh() {
    if (!this.source || this.refreshing || this.host.getAttribute('data-chart-state') !== 'ready') return;
    this.refreshing = true;
    try {
      const points = await this.source.newer();
      if (points.length && !this.stopped.signal.aborted) this.append(points);
    } finally {
      this.refreshing = false;
    }
  }

  async set(change) {
    const scales = ('logX' in change && change.logX !== this.state.logX) || ('logY' in change && change.logY !== this.state.logY);
    Object.assign(this.state, change);
    if (!this.plot.data) return;
    if ('xKind' in change && this.source) {
      this.source.use(change.xKind, change.xAxis);
      return this.rescale();
    }
    await this.draw();
    if (scales) await this.rescale();
  }

  async rescale() {
    await this.draw();
    await this.reset();
  }

  reset() {
    return this.Plotly.relayout(this.plot, { 'xaxis.autorange': this.figure.x.reversed ? 'reversed' : true, 'yaxis.autorange': this.figure.y.reversed ? 'reversed' : true });
  }

  listen() {
    const observer = new ResizeObserver(() => this.plot.offsetWidth > 0 && this.Plotly.Plots.resize(this.plot));
    observer.observe(this.plot);
    const click = e => this.act(e.target.closest('[data-chart-action]')?.dataset.chartAction, e);
    this.host.addEventListener('click', click);
    this.cursor = new Cursor(this);
    this.cleanups.push(
      () => observer.disconnect(),
      () => this.host.removeEventListener('click', click),
      onThemeChange(() => this.draw()),
      () => this.cursor.dispose());
    this.plot.on('plotly_hover', e => this.link(e.points[0]?.x));
    this.plot.on('plotly_unhover', () => this.link(null));
    this.plot.on('plotly_relayout', e => this.zoomed(e));
  }

  /** Shows the same x in the other charts of the page's group. */
  link(x) {
    for (const other of this.all.values()) {
      if (other === this || !this.options.group || other.options.group !== this.options.group || !other.plot.data) continue;
      if (x === null) other.Plotly.Fx.unhover(other.plot);
      else other.Plotly.Fx.hover(other.plot, { xval: x }, 'xy');
    }
  }

  /** Marks whole numbers alone, or not, by how much is in view now. */
  mark() {
    const axis = this.plot.layout?.xaxis;
    if (!this.figure?.x.whole || !axis?.range || axis.type !== 'linear') return;
    const { tickmode } = wholeTicks(axis.range[1] - axis.range[0]);
    if (tickmode !== (axis.tickmode ?? 'auto')) this.Plotly.relayout(this.plot, { 'xaxis.tickmode': tickmode, 'xaxis.tick0': 0, 'xaxis.dtick': tickmode === 'linear' ? 1 : null });
  }

  zoomed(change) {
    if ('xaxis.tickmode' in change) return;
    this.mark();
    if (!this.source) return;
    const range = 'xaxis.range[0]' in change ? [change['xaxis.range[0]'], change['xaxis.range[1]']] : change['xaxis.range'];
    const whole = change['xaxis.autorange'];
    if (!range && !whole) return;
    clearTimeout(this.refining);
    this.refining = setTimeout(async () => {
      try {
        if (await this.source.refine(whole ? null : range, this.state.logX)) await this.draw();
      } catch (error) {
        if (error.name !== 'AbortError') console.warn('chart', error);
      }
    }, 150);
  }

  async act(action, event) {
    if (!action) return;
    const button = event.target.closest('[data-chart-action]');
    try {
      if (action === 'table') this.toggleTable(button);
      else if (action === 'reset') await this.reset();
      else if (action === 'logX' || action === 'logY') await this.toggleLog(action, button);
      else if (action === 'csv') await this.download();
      else await this.print(action);
    } catch (error) {
      console.error('chart', error);
      this.say(`That did not work: ${error.message}`);
    }
  }

  async toggleLog(axis, button) {
    await this.set({ [axis]: !this.state[axis] });
    button.setAttribute('aria-pressed', String(!!this.state[axis]));
  }

  toggleTable(button) {
    this.table.hidden = !this.table.hidden;
    button.setAttribute('aria-pressed', String(!this.table.hidden));
    if (!this.table.hidden) fillTable(this.table, this.options.title, this.figure);
  }

  async print(format) {
    const layout = this.plot.layout;
    const axis = name => layout[name].autorange === true ? undefined : layout[name].range;
    const url = await picture(this.Plotly, this.about(this.figure, [this.figure.note, this.source?.note, this.smoothed()]), this.figure, this.host, { ...this.state, width: 1000 }, { x: axis('xaxis'), y: axis('yaxis') }, format);
    save(fileName(this.options.title, format), url);
    this.say(`Saved as ${format.toUpperCase()}.`);
  }

  async download() {
    const full = this.source ? await this.source.complete() : this.figure;
    save(fileName(this.options.title, 'csv'), csv(this.about(full, [full.note, full.sourceNote]), full));
    this.say('Saved as CSV.');
  }

  about(figure, notes) {
    return about(this.options.title, figure, this.options.context, notes);
  }

  smoothed() {
    return this.state.smoothing > 0 ? `Strong lines are smoothed (exponential moving average of weight ${this.state.smoothing}); the pale ones are the values themselves.` : '';
  }

  describe() {
    const place = this.host.querySelector('.chart-note');
    const notes = [this.figure.note, this.source?.note].filter(Boolean);
    place.textContent = notes.join(' ');
    place.hidden = notes.length === 0;
    if (!this.table.hidden) fillTable(this.table, this.options.title, this.figure);
  }

  say(text) {
    this.host.querySelector('.chart-live').textContent = text;
  }

  // The element is kept until here: plotly cleans up only what it can still reach.
  dispose() {
    this.stopped.abort();
    clearTimeout(this.refining);
    this.cleanups.forEach(cleanup => cleanup());
    this.cleanups = [];
    if (this.Plotly && this.plot) this.Plotly.purge(this.plot);
    this.figure = this.source = null;
  }
}

// Plotly extends a typed array by one of the same type only.
function alike(held, values) {
  return ArrayBuffer.isView(held) ? held.constructor.from(values) : values;
}
