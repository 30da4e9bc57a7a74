// Drawing round samples, in whichever panel the pointer goes down.

export class Lasso {
  constructor(frame, overlay, done) {
    this.frame = frame;
    this.overlay = overlay;
    this.done = done;
    this.active = false;
    this.stopped = new AbortController();
    const listen = (name, action) => frame.addEventListener(name, action, { capture: true, signal: this.stopped.signal });
    listen('pointerdown', e => this.begin(e));
    listen('pointermove', e => this.move(e));
    listen('pointerup', e => this.end(e));
    listen('pointercancel', () => this.cancel());
  }

  begin(event) {
    if (!this.active || event.button !== 0) return;
    const at = this.place(event);
    this.panel = this.overlay.panelAt(...at);
    if (this.panel < 0) return;
    this.points = [at];
    this.frame.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  move(event) {
    if (!this.points) return;
    const at = this.overlay.clamp(this.panel, ...this.place(event)), last = this.points.at(-1);
    if (Math.hypot(at[0] - last[0], at[1] - last[1]) < 3) return;
    this.points.push(at);
    this.overlay.lasso(this.points);
  }

  end(event) {
    if (!this.points) return;
    const outline = this.points.map(p => this.overlay.value(this.panel, ...p));
    const panel = this.panel;
    this.cancel();
    if (outline.length > 2) this.done(panel, outline, event.shiftKey);
  }

  cancel() {
    this.points = null;
    this.overlay.lasso([]);
  }

  place(event) {
    const box = this.overlay.plot.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  dispose() {
    this.stopped.abort();
  }
}

/** Rows of a panel inside an outline, by the even-odd rule. */
export function rowsInside(panel, outline) {
  const rows = [];
  for (let row = 0; row < panel.count; row++) if (inside(outline, panel.x[row], panel.y[row])) rows.push(row);
  return rows;
}

function inside(outline, x, y) {
  let odd = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [xi, yi] = outline[i], [xj, yj] = outline[j];
    if ((yi > y) !== (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}
