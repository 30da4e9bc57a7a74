// What lies over the points without drawing them anew: rings round the sample under the pointer, and the line of a lasso.

import { axisName } from './traces.js';

const space = 'http://www.w3.org/2000/svg';

export class Overlay {
  constructor(frame, plot) {
    this.plot = plot;
    this.svg = document.createElementNS(space, 'svg');
    this.svg.setAttribute('class', 'projection-overlay');
    this.svg.setAttribute('aria-hidden', 'true');
    frame.append(this.svg);
    this.places = [];
  }

  /** Rings these samples: [{ panel, x, y }] in the units of the axes. */
  ring(places) {
    this.places = places;
    this.follow();
  }

  /** Puts the rings where the samples are now; to be called whenever an axis has moved. */
  follow() {
    this.svg.querySelectorAll('circle').forEach(circle => circle.remove());
    for (const place of this.places) {
      const at = this.pixel(place.panel, place.x, place.y);
      if (at) this.svg.append(shape('circle', { cx: at[0], cy: at[1], r: 8 }));
    }
  }

  lasso(points) {
    this.svg.querySelector('polygon')?.remove();
    if (points.length > 1) this.svg.append(shape('polygon', { points: points.map(p => p.join(',')).join(' ') }));
  }

  /** The panel whose plot holds a pixel of the plot, or -1. */
  panelAt(x, y) {
    for (let i = 0; ; i++) {
      const area = this.area(i);
      if (!area) return -1;
      if (x >= area.left && x <= area.left + area.width && y >= area.top && y <= area.top + area.height) return i;
    }
  }

  /** A pixel of the plot in the units of a panel's axes. */
  value(panel, x, y) {
    const [across, up] = this.axes(panel);
    return [across.p2l(x - across._offset), up.p2l(y - up._offset)];
  }

  /** The nearest pixel inside a panel. */
  clamp(panel, x, y) {
    const area = this.area(panel);
    return [Math.min(Math.max(x, area.left), area.left + area.width), Math.min(Math.max(y, area.top), area.top + area.height)];
  }

  pixel(panel, x, y) {
    const [across, up] = this.axes(panel);
    const px = across.l2p(x), py = up.l2p(y);
    return px < 0 || py < 0 || px > across._length || py > up._length ? null : [across._offset + px, up._offset + py];
  }

  area(panel) {
    const [across, up] = this.axes(panel);
    return across && up ? { left: across._offset, top: up._offset, width: across._length, height: up._length } : null;
  }

  axes(panel) {
    const layout = this.plot._fullLayout ?? {};
    return ['x', 'y'].map(letter => layout[axisName(letter, panel).replace(letter, `${letter}axis`)]);
  }

  dispose() {
    this.svg.remove();
  }
}

function shape(name, attributes) {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
