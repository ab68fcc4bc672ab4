import { labelOf } from '../../model/process.ts';
import { cut, visible } from '../../model/text.ts';
import type { TreeExcerpt } from '../../model/tree-excerpt.ts';
import { direction } from './direction.ts';
import { firstNodes } from './first-nodes.ts';

/** What Mermaid draws at most, as it is set everywhere by default. */
const MOST_EDGES = 500;
const MOST_CHARACTERS = 50_000;

const LABEL_WIDTH = 40;

/** Text in a quoted label, in which Mermaid reads `#…;` as the number of a character, and much else as markup. */
const quoted = (text: string): string =>
  `"${[...visible(text)]
    .map((character) =>
      /[\p{L}\p{N} ._()/:…-]/u.test(character) ? character : `#${character.codePointAt(0)};`,
    )
    .join('')}"`;

/** A flow chart; what Mermaid would refuse to draw is left out, and said in it. */
export function* mermaid(excerpt: TreeExcerpt): Iterable<string> {
  // A tree of n processes has fewer than n edges.
  let text = chart(firstNodes(excerpt, MOST_EDGES + 1, `Mermaid draws ${MOST_EDGES} edges at most`));
  for (let cap = MOST_EDGES; text.length > MOST_CHARACTERS && cap > 1; cap = Math.floor(cap * 0.8))
    text = chart(firstNodes(excerpt, cap, `Mermaid reads ${MOST_CHARACTERS} characters at most`));
  yield text;
}

function chart({ title, nodes, focus, omitted }: TreeExcerpt): string {
  const lines = nodes.flatMap((node, place) => {
    const box = `n${place}[${quoted(cut(labelOf(node), LABEL_WIDTH))}]`;
    const sure = node.link === null || node.link.confidence === 1;
    const edge = node.parent === null ? [] : [`  n${node.parent} ${sure ? '-->' : '-.->'} n${place}`];
    return [`  ${box}`, ...edge];
  });
  const classed = (name: string, places: readonly number[]): string[] =>
    places.length === 0 ? [] : [`  class ${places.map((place) => `n${place}`).join(',')} ${name}`];
  const alerting = nodes.flatMap(({ alerts }, place) => (alerts.length > 0 ? [place] : []));
  return `${[
    // What a comment holds in `%%{…}` is a directive to Mermaid.
    `%% ${visible(title).replaceAll('%', '')}`,
    `flowchart ${direction(nodes)}`,
    ...lines,
    ...omitted.map((sentence, index) => `  note${index}[${quoted(sentence)}]:::note`),
    ...classed('focus', focus ?? []),
    ...classed('alert', alerting),
    '  classDef focus fill:#ddf4ff,stroke:#0969da,stroke-width:2px,color:#1f2328',
    '  classDef alert fill:#ffebe9,stroke:#cf222e,stroke-width:2px,color:#1f2328',
    '  classDef note fill:#fff8c5,stroke:#d4a72c,color:#1f2328',
  ].join('\n')}\n`;
}
