// The points of a view as they came from the server.

import { fetchColumns } from '../chart/safetensors.js';

export async function fetchPanels(url, signal) {
  const { columns, metadata } = await fetchColumns(url, signal);
  return JSON.parse(metadata.panels).map((info, i) => new Panel(info, name => columns[`${i}.${name}`]));
}

class Panel {
  constructor(info, column) {
    this.info = info;
    this.ids = column('ids');
    this.x = column('x');
    this.y = column('y');
    this.label = column('label');
    this.predicted = column('predicted');
    this.confidence = column('confidence');
  }

  get count() {
    return this.x.length;
  }

  get hasPredictions() {
    return this.predicted.length === this.count && this.count > 0;
  }

  rowOf(id) {
    if (!this.rows) {
      this.rows = new Map();
      this.ids.forEach((value, row) => this.rows.set(value, row));
    }
    return this.rows.get(id);
  }
}
