import { type Alert, processesOf } from '../../model/alert.ts';
import { bestHash, hashPages } from '../../model/hash-pages.ts';
import { sameStory } from '../../model/same-story.ts';
import { isoTime } from '../../model/time.ts';
import type { ExcerptNode } from '../../model/tree-excerpt.ts';
import type { ImageContext, InstalledService, Logon, SeenCount } from '../../model/triage-context.ts';
import { alertEdge } from './alert-order.ts';
import { copyButtons } from './copy.ts';
import { jump, section } from './detail-parts.ts';
import { signatureWords } from './detail-process.ts';
import { type Child, element, link } from './element.ts';
import { labelOf, NONE, nodeOf, pathTo } from './outline.ts';
import { severityClass, severityRank, verdictOf } from './severity.ts';
import type { ViewerState } from './state.ts';

/** Processes of a chain that are told, and alerts that are listed. */
const CHAIN = 20;
const NEIGHBOURS = 20;

/** What an analyst would ask next, answered as far as the file knows: `stemma triage` for the page. */
export function triageSections(state: ViewerState, alert: Alert): Child[] {
  const { context, alerts } = state.outline.excerpt;
  const chain = chainOf(state);
  const around = context?.alerts.find((each) => alerts[each.alert] === alert);
  const response = context?.responses.find(
    ({ rule, version }) => rule === alert.rule.id && version === alert.rule.version,
  );
  return [
    context !== undefined && chain.length > 0 && chainSection(state, chain, context.images),
    neighbourSection(state, alert),
    around !== undefined && around.services.length > 0 && serviceSection(around.services),
    around !== undefined && around.logons.length > 0 && logonSection(around.logons),
    hashSection(chain.map((item) => nodeOf(state.outline, item) as ExcerptNode)),
    response !== undefined && section('What the rule says to do', markdownList(response.text)),
  ];
}

/** Items of the chosen alert's chain, from its process to the root. */
function chainOf({ outline, alert }: ViewerState): number[] {
  const item = outline.alertItem[alert] ?? NONE;
  return pathTo(outline, item)
    .filter((each) => nodeOf(outline, each) !== undefined)
    .reverse()
    .slice(0, CHAIN);
}

function chainSection(
  state: ViewerState,
  chain: readonly number[],
  images: readonly ImageContext[],
): HTMLElement {
  const entries = chain.map((item) => {
    const node = nodeOf(state.outline, item) as ExcerptNode;
    const image = images.find((each) => each.node === item);
    const other = image?.original_file_name ?? null;
    const renamed = other !== null && other.toLowerCase() !== node.name?.toLowerCase();
    const { words, doubtful } = signatureWords(node.code_signature);
    return element(
      'li',
      {},
      jump(labelOf(state.outline, item), () => state.select(item)),
      image?.at_home === false && doubt('not where it belongs'),
      renamed && doubt(`original name ${other}`),
      words !== '' && doubtful && doubt(words),
      said([image?.at_home === true && 'where it belongs', !doubtful && words].filter(Boolean).join(' · ')),
      image?.path ? said(`path: ${howWidely(image.path)}`) : null,
      image?.hash ? said(`hash: ${howWidely(image.hash)}`) : null,
    );
  });
  return section('Images of the chain, from the process up', element('ul', { class: 'chain' }, ...entries));
}

const said = (text: string): HTMLElement => element('div', { class: 'dim' }, text);
const doubt = (text: string): HTMLElement => element('div', { class: 'doubt' }, text);

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;

const howWidely = ({ processes, hosts, users, days }: SeenCount): string =>
  [counted(processes, 'process'), counted(hosts, 'host'), counted(users, 'user'), counted(days, 'day')].join(
    ', ',
  );

function neighbourSection(state: ViewerState, alert: Alert): Child {
  const { alerts } = state.outline.excerpt;
  const found = sameStory(alert, alerts);
  if (found.length === 0) return null;
  const entries = found.slice(0, NEIGHBOURS).map(({ place, because }) => {
    const other = alerts[place] as Alert;
    return element(
      'li',
      { class: severityClass(severityRank(other.rule.severity)) },
      jump(alertEdge(other), () => state.chooseAlert(place)),
      said(
        [other.time.slice(0, 19).replace('T', ' '), verdictOf(other)?.class, `same ${because.join(' and ')}`]
          .filter(Boolean)
          .join(' · '),
      ),
      processesOf(other).length > 0 && said(other.rule.name),
    );
  });
  const more = found.length - entries.length;
  return section(
    `Other alerts of the host or the user within 48 hours (${found.length.toLocaleString('en')})`,
    element('ul', { class: 'chain' }, ...entries),
    more > 0 && said(`and ${more.toLocaleString('en')} more`),
  );
}

const at = (time: number | null): string => (time === null ? '' : isoTime(time));

function serviceSection(services: readonly InstalledService[]): HTMLElement {
  const entries = services.map(({ time, name, image, account }) =>
    element(
      'li',
      {},
      element('strong', {}, name ?? '?'),
      said([at(time), account].filter(Boolean).join(' · ')),
      element('div', { class: 'mono' }, image),
    ),
  );
  return section('Services that run the image', element('ul', { class: 'chain' }, ...entries));
}

function logonSection(logons: readonly Logon[]): HTMLElement {
  const entries = logons.map((logon) => {
    const account = [logon.domain, logon.user].filter(Boolean).join('\\');
    const from = [logon.address, logon.workstation].filter(Boolean).join(' ');
    const what = [logon.code, logon.action, logon.type].filter(Boolean).join(' ');
    return element(
      'li',
      {},
      element('strong', {}, account === '' ? '?' : account),
      logon.own && ' the process’s own',
      said([at(logon.time), what, from && `from ${from}`, logon.logon_id].filter(Boolean).join(' · ')),
    );
  });
  return section('Logons: its own, and those within an hour', element('ul', { class: 'chain' }, ...entries));
}

function hashSection(chain: readonly ExcerptNode[]): Child {
  const found = new Map<string, string>();
  for (const { hash, name } of chain) {
    const best = bestHash(hash);
    if (best !== undefined && !found.has(best)) found.set(best, name ?? '?');
  }
  if (found.size === 0) return null;
  const entries = [...found].map(([hash, name]) =>
    element(
      'li',
      {},
      element('strong', {}, name),
      ' ',
      copyButtons(hash, 'the hash'),
      element('div', { class: 'mono' }, hash),
      element('div', { class: 'pages' }, ...hashPages(hash).map((address) => link(address))),
    ),
  );
  return section(
    'Hashes to look up',
    said('This page asks nobody: a link goes out only when you follow it.'),
    element('ul', { class: 'chain' }, ...entries),
  );
}

/** Steps of a guide: its list items as a list, other lines as paragraphs; marks of Markdown stay as they are. */
function markdownList(text: string): HTMLElement {
  const made = element('div', { class: 'response' });
  let list: HTMLElement | null = null;
  for (const line of text.split('\n')) {
    const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line)?.[1];
    if (item !== undefined) {
      list ??= made.appendChild(element('ul', {}));
      list.appendChild(element('li', {}, item));
    } else if (line.trim() !== '') {
      list = null;
      made.appendChild(element('p', {}, line.trim()));
    }
  }
  return made;
}
