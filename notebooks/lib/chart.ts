import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { visible } from 'stemma';

const { document } = parseHTML('<html></html>');

const STYLE = { background: 'white', color: 'black', fontFamily: 'sans-serif', overflow: 'visible' };

/**
 * Draws a plot of Observable Plot as the text of an SVG picture, without a browser, on white in a light and a dark notebook.
 * Give it marks, scales and sizes; a legend would make a page of it, so say in a title what a colour means.
 */
export function chart(options: Plot.PlotOptions): string {
  const drawn = Plot.plot({ width: 760, ...options, document: document as never, style: STYLE });
  if (drawn.localName !== 'svg')
    throw new Error('the plot is more than one picture: leave out its legends and titles');
  drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  // XML can't hold every character that a command line can.
  return drawn.outerHTML.split('\n').map(visible).join('\n');
}
