// What a picture or a file of the explorer says of itself: runs with their seeds, split, classes, method, samples, and where it was made.

import { className } from './traces.js';
import { subtitle } from './layout.js';

export function captionLines(panels, options, selected = null) {
  return [
    `Method: ${options.method}. ${options.explanation}`,
    ...(options.classes.length ? [`Classes: ${options.classes.map(c => className(options, c)).join(', ')}${options.all ? ', and the others' : ''}. D_c is measured between the first two.`] : []),
    ...panels.map((panel, i) => `${options.panels[i].title}: ${options.panels[i].about}. ${panelText(panel)}`),
    ...(selected ? [chosen(selected)] : []),
    `Axes: ${options.shared ? 'the same in every panel' : 'each panel has its own'}; one unit is as long across as up. r: mean distance of the two classes' samples to their own centre.`,
  ];
}

/** What stands under the panels of one of them: how many samples of how many, D_c, and how a fit was made. */
export function panelText(panel) {
  const words = [panel.info.error ?? counted(panel.info), subtitle(panel.info), ...panel.info.notes].filter(Boolean);
  return words.map(word => word.replace(/\.$/, '')).join('. ') + '.';
}

/** What a lasso does to a picture; the same sample in several panels is one. */
function chosen(selected) {
  const count = Math.max(...selected.map(rows => rows.length));
  return `${count.toLocaleString('en')} ${count === 1 ? 'sample' : 'samples'} chosen by lasso ${count === 1 ? 'stands' : 'stand'} out; the others are faded.`;
}

function counted(info) {
  const count = value => value.toLocaleString('en');
  return info.points < info.stored ? `n = ${count(info.points)} points of the ${count(info.stored)} stored samples` : `n = ${count(info.points)} points, all that are stored`;
}
