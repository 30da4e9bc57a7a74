// The samples inside a lasso, as a table with images: what each of the networks side by side says of the same sample.
// Everything but the images is already here.

import { className } from './traces.js';
import { rowsInside } from './lasso.js';
import { image, sampleName } from './card.js';
import { csvText, save } from '../chart/export.js';
import { captionLines } from './caption.js';

const shown = 60;

export class Selection {
  constructor(element) {
    this.element = element;
    this.clear();
  }

  /** Chooses the samples of a panel inside an outline; with add, besides those chosen there before. */
  choose(index, outline, add, panels, options) {
    const rows = new Set(add && this.index === index ? this.rows : []);
    for (const row of rowsInside(panels[index], outline)) rows.add(row);
    Object.assign(this, { index, rows: [...rows].sort((a, b) => a - b), panels, options });
    this.linked = panels.map((_, i) => i).filter(i => i === index || alike(panels, options, i, index));
  }

  /** Rows of the chosen samples in each panel: the same samples wherever they are stored; null when nothing is chosen. */
  rowsByPanel() {
    if (this.rows.length === 0) return null;
    const ids = this.rows.map(row => this.panels[this.index].ids[row]);
    return this.panels.map((panel, i) => (i === this.index ? this.rows : this.linked.includes(i) ? ids.map(id => panel.rowOf(id)).filter(row => row !== undefined) : []));
  }

  show() {
    if (this.rows.length === 0) return this.clear();
    this.element.replaceChildren(this.head(), this.table());
    this.element.hidden = false;
  }

  clear() {
    Object.assign(this, { index: -1, rows: [], linked: [] });
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  /** How many samples of which classes, from where, and where else they are ringed. */
  summary() {
    const panel = this.panels[this.index], counts = new Map(), places = this.rowsByPanel();
    for (const row of this.rows) counts.set(panel.label[row], (counts.get(panel.label[row]) ?? 0) + 1);
    const words = [...counts].sort((a, b) => b[1] - a[1]).map(([label, n]) => `${className(this.options, label)} ${n}`).join(', ');
    const others = this.linked.filter(i => i !== this.index).map(i => `${this.title(i)} (${places[i].length.toLocaleString('en')})`);
    return `${this.rows.length.toLocaleString('en')} samples selected in ${this.title(this.index)}: ${words}.`
      + (others.length ? ` The same samples stand out in ${others.join(', ')}.` : '');
  }

  head() {
    const head = document.createElement('div');
    head.className = 'selection-head';
    const cap = this.rows.length > shown ? ` The table shows the first ${shown}; the CSV holds all.` : '';
    head.append(Object.assign(document.createElement('p'), { textContent: this.summary() + cap }));
    head.append(button('CSV of the selection', () => this.download()), button('Clear', () => this.onClear?.()));
    return head;
  }

  table() {
    const source = this.panels[this.index];
    const table = document.createElement('table');
    table.className = 'data';
    table.createCaption().textContent = 'Selected samples';
    const line = table.createTHead().insertRow();
    const runs = [this.index, ...this.linked.filter(i => i !== this.index)];
    for (const name of [...(source.info.images ? ['Image'] : []), 'Sample', 'Label', ...runs.map(i => `Predicted by ${this.title(i)}`)]) {
      line.append(Object.assign(document.createElement('th'), { textContent: name, scope: 'col' }));
    }
    const body = table.createTBody();
    for (const row of this.rows.slice(0, shown)) {
      const cells = body.insertRow(), id = source.ids[row];
      if (source.info.images) cells.insertCell().append(image(source.info, id));
      cells.insertCell().textContent = source.info.idsPerSentence ? sampleName(source.info, id) : id;
      cells.insertCell().textContent = className(this.options, source.label[row]);
      for (const i of runs) this.predicted(cells.insertCell(), this.panels[i], i === this.index ? row : this.panels[i].rowOf(id));
    }
    return table;
  }

  predicted(cell, panel, row) {
    if (row === undefined) return void (cell.textContent = 'not stored');
    if (!panel.hasPredictions) return void (cell.textContent = '–');
    const right = panel.predicted[row] === panel.label[row];
    cell.textContent = `${className(this.options, panel.predicted[row])}, ${panel.confidence[row].toFixed(3)}`;
    cell.append(Object.assign(document.createElement('span'), { className: right ? 'said right' : 'said wrong', textContent: right ? 'right' : 'wrong' }));
  }

  title(index) {
    return this.options.panels[index].title;
  }

  csv() {
    const places = this.rowsByPanel();
    const rows = this.linked.flatMap(i => places[i].map(row => [i === this.index ? 'yes' : 'no', ...sampleRow(this.panels[i], i, row, this.options)]));
    const lines = [`Selection: ${this.summary()}`, ...captionLines(this.panels, this.options)];
    return csvText([['Lasso drawn here', ...sampleColumns], ...rows], lines);
  }

  download() {
    save('projection-selection.csv', this.csv());
    this.onSaved?.();
  }
}

export const sampleColumns = ['Run', 'Run id', 'Seed', 'Split', 'Epoch', 'Sample', 'Label', 'Predicted', 'Confidence', 'x', 'y'];

export function sampleRow(panel, index, row, options) {
  const about = options.panels[index], told = panel.hasPredictions;
  return [
    about.run, about.runId, about.seed, panel.info.split, panel.info.epoch ?? 'final', panel.ids[row], className(options, panel.label[row]),
    told ? className(options, panel.predicted[row]) : '', told ? panel.confidence[row] : '', panel.x[row], panel.y[row],
  ];
}

/** Whether two panels show samples of the same data, so that one number means one sample. */
export function alike(panels, options, i, k) {
  return panels[i].info.split === panels[k].info.split && options.panels[i].dataset === options.panels[k].dataset;
}

function button(text, action) {
  const element = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
  element.addEventListener('click', action);
  return element;
}
