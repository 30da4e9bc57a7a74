// What the reader sees of one sample: its image, its label, its soft label.

import { className } from './traces.js';

const details = new Map();

export function sampleUrl(info, id, part = '') {
  const query = info.epoch === null || info.epoch === undefined ? '' : `?epoch=${info.epoch}`;
  return `/api/samples/${info.run}/${info.split}/${id}${part}${query}`;
}

/** What a sample is called: an image by its id, a position of a text by its sentence. */
export function sampleName(info, id) {
  if (!info.idsPerSentence) return `sample ${id}`;
  return `sentence ${(Math.floor(Number(id) / info.idsPerSentence) + 1).toLocaleString('en')}, unit ${Number(id) % info.idsPerSentence + 1}`;
}

export class Card {
  constructor(element, signal) {
    this.element = element;
    this.signal = signal;
  }

  show(panel, index, row, options, x, y) {
    const id = panel.ids[row];
    this.current = `${panel.info.run} ${panel.info.split} ${id}`;
    this.element.replaceChildren(...(panel.info.idsPerSentence ? [] : [image(panel.info, id)]), facts(panel, index, row, options), this.soft = document.createElement('div'));
    this.element.hidden = false;
    this.place(x, y);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.load(panel, id, options, this.current), 90);
  }

  place(x, y) {
    const room = this.element.parentElement.clientWidth;
    const width = Math.min(264, room);
    this.element.style.left = `${Math.max(0, Math.min(x + 16, room - width))}px`;
    this.element.style.top = `${Math.max(0, y + 16)}px`;
  }

  hide() {
    clearTimeout(this.waiting);
    this.current = null;
    this.element.hidden = true;
  }

  async load(panel, id, options, asked) {
    try {
      const url = sampleUrl(panel.info, id);
      if (!details.has(url)) {
        const response = await fetch(url, { signal: this.signal });
        if (!response.ok) return;
        if (details.size > 500) details.clear();
        details.set(url, await response.json());
      }
      if (this.current === asked) this.soft.replaceChildren(...bars(details.get(url), options));
    } catch (error) {
      if (error.name !== 'AbortError') console.warn('projection', error);
    }
  }
}

export function image(info, id) {
  if (!info.images) return none();
  const picture = document.createElement('img');
  picture.className = 'sample-image';
  picture.alt = `Image of sample ${id}`;
  picture.loading = 'lazy';
  picture.onerror = () => picture.replaceWith(none());
  picture.src = sampleUrl(info, id, '/image');
  return picture;
}

function none() {
  return Object.assign(document.createElement('span'), { className: 'sample-none', textContent: 'no image stored' });
}

function facts(panel, index, row, options) {
  const box = document.createElement('div');
  box.className = 'sample-facts';
  const line = (text, strong) => box.append(Object.assign(document.createElement(strong ? 'strong' : 'span'), { textContent: text }));
  line(className(options, panel.label[row]), true);
  if (panel.hasPredictions) {
    const right = panel.predicted[row] === panel.label[row];
    line(`${right ? 'predicted right' : `predicted ${className(options, panel.predicted[row])}`}, p ${panel.confidence[row].toFixed(3)}`);
  }
  line(`${sampleName(panel.info, panel.ids[row])}, ${panel.info.split}`);
  line(options.panels[index].run);
  return box;
}

function bars(detail, options) {
  return detail.top.map(entry => {
    const line = document.createElement('div');
    line.className = 'sample-bar';
    const bar = document.createElement('i');
    bar.style.width = `${Math.round(entry.probability * 100)}%`;
    const name = Object.assign(document.createElement('span'), { textContent: className(options, entry.class) });
    const value = Object.assign(document.createElement('span'), { textContent: entry.probability.toFixed(4) });
    line.append(bar, name, value);
    return line;
  });
}
