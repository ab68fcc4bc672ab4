/** Measures of the picture in pixels. */
export const LOOK = {
  width: 1000,
  margin: 16,
  /** Above the rows: title, summary, heads of columns. */
  head: 78,
  row: 20,
  /** Where the texts of the tree may reach to, where the starts stand, and where the timeline begins. */
  treeEnd: 640,
  starts: 652,
  timeline: 742,
  /** The tree is indented by so much a level, less where it is deep. */
  indent: 15,
  deepest: 300,
  name: 12,
  detail: 10.5,
  title: 15,
} as const;

/** Names of fonts as wide as the one that the picture is measured for, the free one first. */
const MONO = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace";
const SANS = "'DejaVu Sans', Verdana, 'Segoe UI', Helvetica, Arial, sans-serif";

/** What the classes of the picture's texts and shapes look like. */
export const STYLE = [
  `text{font-family:${MONO};fill:#1f2328;white-space:pre}`,
  `.title{font-family:${SANS};font-size:${LOOK.title}px;font-weight:bold}`,
  `.head{font-family:${SANS};font-size:${LOOK.detail}px;fill:#59636e}`,
  `.name{font-size:${LOOK.name}px;font-weight:bold}`,
  `.bad{font-size:${LOOK.name}px;font-weight:bold;fill:#a40e26}`,
  `.host{font-size:${LOOK.name}px;font-weight:bold;fill:#0550ae}`,
  `.dim{font-size:${LOOK.detail}px;fill:#59636e}`,
  `.plain{font-size:${LOOK.detail}px;fill:#1f2328}`,
  `.warn{font-size:${LOOK.detail}px;fill:#7d4e00}`,
  `.badge{font-family:${SANS};font-size:9px;font-weight:bold;fill:#ffffff;text-anchor:middle}`,
  '.line{fill:none;stroke:#c4ccd4;stroke-width:1}',
  '.way{fill:none;stroke:#6e7781;stroke-width:1.5}',
  '.edge{fill:none;stroke:#cf222e;stroke-width:2}',
  '.seen{fill:#6e7781}',
  '.unseen{fill:#ffffff;stroke:#6e7781;stroke-dasharray:2 1.5}',
  '.asked{fill:#0969da}',
  '.hit{fill:#cf222e}',
  '.hitrow{fill:#fff0ee}',
  '.askedrow{fill:#eaf4ff}',
  '.bar{fill:#8cb4e8}',
  '.hitbar{fill:#e5534b}',
  '.open{fill:#8cb4e8;fill-opacity:0.45}',
  '.hitopen{fill:#e5534b;fill-opacity:0.45}',
  '.axis{stroke:#d0d7de;stroke-width:1}',
  '.cut{stroke:#d0d7de;stroke-width:1;stroke-dasharray:2 3}',
].join('');
