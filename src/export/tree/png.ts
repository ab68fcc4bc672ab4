import { createRequire } from 'node:module';
import type { TreeExcerpt } from '../../model/tree-excerpt.ts';
import { firstNodes } from './first-nodes.ts';
import { isOwn } from './picture/text.ts';
import { svg } from './svg.ts';

/** Rows of a picture at most: it would be higher than what programs open. */
const MOST_ROWS = 400;

/** Pixels of the image for one of the SVG. */
const ZOOM = 2;

const FONTS = ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf', 'DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

/** The same picture as `svg`, drawn with fonts that come along, so that it is the same everywhere. */
export async function* png(excerpt: TreeExcerpt): AsyncGenerator<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const fonts = createRequire(import.meta.url);
  const shown = firstNodes(
    excerpt,
    MOST_ROWS,
    `a PNG has ${MOST_ROWS} at most, --format svg and --format html have them all`,
  );
  const text = [...svg(shown)].join('');
  const picture = new Resvg(text, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: {
      fontFiles: FONTS.map((file) => fonts.resolve(`dejavu-fonts-ttf/ttf/${file}`)),
      // Only for scripts that those fonts lack: which glyphs stand there then depends on the machine.
      loadSystemFonts: !isOwn(text),
      defaultFontFamily: 'DejaVu Sans Mono',
    },
  });
  yield picture.render().asPng();
}
