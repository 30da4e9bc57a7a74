// Keyboard for a chart: arrows walk the points and read them out, plus and minus zoom, 0 resets.

import { format } from './table.js';

export class Cursor {
  constructor(view) {
    this.view = view;
    this.at = -1;
    this.key = e => this.press(e);
    view.plot.addEventListener('keydown', this.key);
  }

  press(event) {
    const action = {
      ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1), Home: () => this.go(0), End: () => this.go(Infinity),
      '+': () => this.zoom(0.6), '=': () => this.zoom(0.6), '-': () => this.zoom(1 / 0.6), 0: () => this.view.reset(),
    }[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }

  step(by) {
    this.go(this.at + by);
  }

  go(index) {
    const lead = this.view.figure.series.find(s => s.x?.length);
    if (!lead) return this.view.say('This chart has no points to walk; the table view lists its values.');
    this.at = Math.min(Math.max(index, 0), lead.x.length - 1);
    const x = lead.x[this.at];
    this.view.Plotly.Fx.hover(this.view.plot, { xval: x }, 'xy');
    this.view.link(x);
    this.view.say(`${this.view.figure.x.title} ${format(x)}: ${this.values(x)}`);
  }

  values(x) {
    return this.view.figure.series.filter(s => s.x?.length).slice(0, 10)
      .map(s => ({ name: s.name, i: Array.from(s.x).indexOf(x), y: s.y }))
      .filter(s => s.i >= 0).map(s => `${s.name} ${format(s.y[s.i])}`).join(', ');
  }

  zoom(factor) {
    const [from, to] = this.view.plot.layout.xaxis.range;
    const half = (to - from) * factor / 2, middle = (from + to) / 2;
    this.view.Plotly.relayout(this.view.plot, { 'xaxis.range[0]': middle - half, 'xaxis.range[1]': middle + half });
  }

  dispose() {
    this.view.plot.removeEventListener('keydown', this.key);
  }
}
