// Colours and type come from the page's CSS variables, so that a chart follows the theme.

const fallback = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56a8dc', '#7b5cc4', '#8c564b', '#6b7280', '#7a9a01'];

export function readTheme(element) {
  const style = getComputedStyle(element);
  const get = (name, other) => style.getPropertyValue(name).trim() || other;
  return {
    text: get('--ink', '#131926'),
    muted: get('--ink-soft', '#545f70'),
    grid: get('--line', '#dfe3ea'),
    faint: get('--line-strong', '#c3cad6'),
    surface: get('--surface', '#ffffff'),
    font: style.fontFamily || 'sans-serif',
    series: fallback.map((colour, i) => get(`--class-${i}`, colour)),
    get,
  };
}

/** The light colours, whatever the page shows: what is printed stands on white. */
export function paperTheme(host) {
  const paper = Object.assign(document.createElement('div'), { className: 'paper', hidden: true });
  host.append(paper);
  // A picture has no access to the page's own type: what is measured must be what will be drawn.
  const style = { ...readTheme(paper), surface: '#ffffff', font: 'Arial, Helvetica, sans-serif' };
  // The element goes, so its colours are read while it is here.
  const kept = new Map();
  for (let i = 0; i < 10; i++) for (const kind of ['run', 'class']) kept.set(`--${kind}-${i}`, style.get(`--${kind}-${i}`, ''));
  paper.remove();
  return { ...style, get: (name, other) => kept.get(name) || other };
}

/** A colour of a figure: a CSS colour, or a CSS variable such as --run-2 or var(--run-2). */
export function resolve(colour, theme, index) {
  const next = theme.series[index % theme.series.length];
  const variable = colour?.match(/--[\w-]+/)?.[0];
  return variable ? theme.get(variable, next) : colour || next;
}

export function faded(colour, opacity) {
  const canvas = faded.canvas ??= document.createElement('canvas').getContext('2d');
  canvas.fillStyle = '#000';
  canvas.fillStyle = colour;
  const value = canvas.fillStyle;
  if (!value.startsWith('#')) return value;
  const part = i => parseInt(value.slice(i, i + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${opacity})`;
}

/** Calls back when the page switches between light and dark. */
export function onThemeChange(callback) {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
