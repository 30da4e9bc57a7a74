// Exponential moving average with the bias of its start removed, as curves over training are commonly smoothed.

export class Smoother {
  constructor(weight) {
    this.weight = weight;
    this.last = 0;
    this.count = 0;
  }

  next(value) {
    if (value === null || !Number.isFinite(value)) return null;
    this.last = this.last * this.weight + (1 - this.weight) * value;
    this.count += 1;
    return this.last / (1 - Math.pow(this.weight, this.count));
  }
}

export function smooth(values, weight, smoother = new Smoother(weight)) {
  return Array.from(values, v => smoother.next(v));
}
