// The samples inside a lasso, as a table with images. Everything but the images is already here.

import { className } from './traces.js';
import { image } from './card.js';
import { csvText, save } from '../chart/export.js';

const shown = 60;

export class Selection {
  constructor(element) {
    this.element = element;
  }

  show(chosen, panels, options) {
    this.chosen = chosen;
    this.panels = panels;
    this.options = options;
    if (chosen.length === 0) return this.clear();
    this.element.replaceChildren(this.head(), this.table());
    this.element.hidden = false;
  }

  clear() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  head() {
    const head = document.createElement('div');
    head.className = 'selection-head';
    const counts = new Map();
    for (const { panel, row } of this.chosen) counts.set(panel.label[row], (counts.get(panel.label[row]) ?? 0) + 1);
    const words = [...counts].sort((a, b) => b[1] - a[1]).map(([label, n]) => `${className(this.options, label)} ${n}`).join(', ');
    const cap = this.chosen.length > shown ? ` The table shows the first ${shown}; the CSV holds all.` : '';
    head.append(Object.assign(document.createElement('p'), { textContent: `${this.chosen.length.toLocaleString('en')} samples selected: ${words}.${cap}` }));
    head.append(button('CSV of the selection', () => this.download()), button('Clear', () => this.onClear?.()));
    return head;
  }

  table() {
    const table = document.createElement('table');
    table.className = 'data';
    table.createCaption().textContent = 'Selected samples';
    const line = table.createTHead().insertRow();
    for (const name of this.columns()) line.append(Object.assign(document.createElement('th'), { textContent: name, scope: 'col' }));
    const body = table.createTBody();
    for (const { panel, row, title } of this.chosen.slice(0, shown)) {
      const cells = body.insertRow();
      cells.insertCell().append(image(panel.info, panel.ids[row]));
      for (const value of this.values(panel, row, title)) cells.insertCell().textContent = value;
    }
    return table;
  }

  columns() {
    return ['Image', 'Sample', 'Panel', 'Label', 'Predicted', 'Confidence', 'x', 'y'];
  }

  values(panel, row, title) {
    const told = panel.hasPredictions;
    return [
      panel.ids[row], title, className(this.options, panel.label[row]), told ? className(this.options, panel.predicted[row]) : '–',
      told ? panel.confidence[row].toFixed(4) : '–', panel.x[row].toFixed(4), panel.y[row].toFixed(4),
    ];
  }

  download() {
    const rows = this.chosen.map(({ panel, row, title }) => this.values(panel, row, title));
    save('projection-selection.csv', csvText([this.columns().slice(1), ...rows]));
  }
}

function button(text, action) {
  const element = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
  element.addEventListener('click', action);
  return element;
}
