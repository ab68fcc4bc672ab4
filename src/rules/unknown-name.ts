import { InputError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import { nearest } from './nearest.ts';
import { namesOf } from './shipped-rules.ts';

/** The error for a name that is no path and no shipped rule: what it may have been meant for. */
export function unknownName(name: string, shipped: readonly Rule[]): InputError {
  const plain = name.replace(/@\d*$/, '');
  const versions = shipped
    .filter((rule) => namesOf(rule).includes(plain.toLowerCase()))
    .map((rule) => rule.version);
  if (versions.length > 0)
    return new InputError(`No version of the rule ${plain} is "${name.slice(plain.length + 1)}".`, {
      place: name,
      remedy: `Shipped are ${versions.map((version) => `${plain}@${version}`).join(' and ')}.`,
    });
  const shortNames = [...new Set(shipped.map((rule) => namesOf(rule)[0] ?? rule.shortName))];
  const near = nearest(plain, shortNames);
  const meant = near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : '';
  return new InputError(`No rule is named ${name}, and no file or folder has that path.`, {
    place: name,
    remedy: `${meant}Shipped: ${shipped.map((rule) => `${namesOf(rule)[0] ?? rule.shortName}@${rule.version}`).join(', ')}; a rule file or a folder of them is named by its path.`,
  });
}
