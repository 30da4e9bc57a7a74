// Curves that come as binary columns over HTTP, reduced by the server to what a screen can show and refined on zoom.

import { fetchColumns } from './safetensors.js';

const kinds = { step: 'steps', epoch: 'epochs', time: 'seconds' };

export class CurveSource {
  constructor(figure, signal) {
    this.figure = figure;
    this.url = figure.source.url;
    this.kind = figure.source.xKind;
    this.signal = signal;
    this.note = '';
  }

  async load() {
    this.whole = this.current = await fetchColumns(this.url, this.signal);
    this.fill(this.figure, this.whole);
    this.reduced = this.hidden > 0;
  }

  use(kind, axis) {
    this.kind = kind;
    if (axis) this.figure.x = axis;
    this.fill(this.figure, this.current);
  }

  /** Asks for the shown range alone when the whole was reduced. Returns whether anything changed. */
  async refine(range, log) {
    if (!this.reduced) return false;
    if (!range) {
      if (this.current === this.whole) return false;
      this.current = this.whole;
    } else {
      const [from, to] = log ? range.map(v => 10 ** v) : range;
      this.current = await fetchColumns(this.address({ from: this.step(from), to: this.step(to) + 1 }), this.signal);
    }
    this.fill(this.figure, this.current);
    return true;
  }

  /** Points beyond the last step of each curve, as [{ series, x, y }]; also kept for the whole view. */
  async newer() {
    const last = column => this.whole.columns[`${column}.steps`]?.at(-1) ?? -1;
    const followed = this.figure.series.map((s, i) => ({ column: s.column, i })).filter(s => s.column !== null && s.column !== undefined);
    if (followed.length === 0) return [];
    const from = Math.min(...followed.map(s => last(s.column))) + 1;
    const table = await fetchColumns(this.address({ from }), this.signal);
    return followed.map(({ column, i }) => this.extend(column, i, table, last(column))).filter(p => p.x.length);
  }

  extend(column, series, table, last) {
    const steps = table.columns[`${column}.steps`] ?? [];
    const first = steps.findIndex(step => step > last);
    if (first < 0) return { series, x: [], y: [] };
    for (const name of ['steps', 'epochs', 'seconds', 'values']) {
      const key = `${column}.${name}`;
      this.whole.columns[key] = join(this.whole.columns[key], table.columns[key].subarray(first));
    }
    const fresh = name => Array.from(table.columns[`${column}.${name}`].subarray(first));
    return { series, x: fresh(kinds[this.kind]), y: fresh('values') };
  }

  /** The same figure with every stored point. */
  async complete() {
    const figure = { ...this.figure, series: this.figure.series.map(s => ({ ...s })) };
    const note = this.note;
    this.fill(figure, await fetchColumns(this.address({ points: 2147483647 }), this.signal));
    figure.sourceNote = this.note;
    this.note = note;
    return figure;
  }

  fill(figure, table) {
    const stored = JSON.parse(table.metadata.stored ?? '[]');
    let shown = 0;
    figure.series.forEach((series, i) => {
      if (series.column === null || series.column === undefined) return;
      const column = name => table.columns[`${series.column}.${name}`];
      series.x = column(kinds[this.kind]) ?? [];
      series.y = column('values') ?? [];
      series.low = column('low');
      series.high = column('high');
      shown += series.y.length;
    });
    const all = stored.reduce((sum, n) => sum + n, 0);
    this.hidden = Math.max(all - shown, 0);
    this.note = [table.metadata.note,
      this.hidden > 0 ? `Showing ${shown.toLocaleString('en')} of ${all.toLocaleString('en')} points: smallest, largest and last of each interval; zoom for more, CSV holds all.` : '',
    ].filter(Boolean).join(' ');
  }

  step(x) {
    if (this.kind === 'step') return Math.floor(x);
    const series = this.figure.series.find(s => s.column !== null && this.whole.columns[`${s.column}.steps`]?.length);
    if (!series) return 0;
    const xs = this.whole.columns[`${series.column}.${kinds[this.kind]}`], steps = this.whole.columns[`${series.column}.steps`];
    let i = 0;
    while (i < xs.length - 1 && xs[i + 1] <= x) i++;
    const next = Math.min(i + 1, xs.length - 1), span = xs[next] - xs[i];
    const share = span > 0 ? Math.min(Math.max((x - xs[i]) / span, 0), 1) : 0;
    return Math.floor(steps[i] + share * (steps[next] - steps[i]));
  }

  address(changes) {
    const url = new URL(this.url, location.href);
    for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
    return url.toString();
  }
}

function join(known, more) {
  const all = new Float64Array((known?.length ?? 0) + more.length);
  if (known) all.set(known);
  all.set(more, known?.length ?? 0);
  return all;
}
