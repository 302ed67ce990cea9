import type { EachCheck, Rule } from '../../model/rule.ts';
import { type PublishedPlace, publishedPlace } from './published-places.ts';

/** Files of these are the worker nodes'. */
const OF_WORKERS = /^(?:kubelet|proxy)-/;

interface Asked {
  place: PublishedPlace;
  attribute: 'mode' | 'owner';
  value: string;
}

/** The letter of a rule on a file that published pages look at, in their sentences; null for any other rule. */
export function fileAuditSentences(rule: Rule): string | null {
  const asked = askedOf(rule);
  if (asked === null) return null;
  const { place, attribute, value } = asked;
  const format = attribute === 'mode' ? '%a' : '%U:%G';
  const verdict =
    attribute === 'mode'
      ? `Verify the permissions are \`${value}\` or more restrictive.`
      : `Verify the ownership is set to \`${value}\`.`;
  const { path = '<path/to/the/file>' } = place;
  return [...locating(place), ...run(place, `stat -c ${format} ${path}`), verdict].join('\n');
}

export function fileRemediationSentences(rule: Rule): string | null {
  const asked = askedOf(rule);
  if (asked === null) return null;
  const { place, attribute, value } = asked;
  const { path = '<path/to/the/file>' } = place;
  return run(place, `${attribute === 'mode' ? 'chmod' : 'chown'} ${value} ${path}`).join('\n');
}

function askedOf(rule: Rule): Asked | null {
  const { letter } = rule;
  const place = 'each' in letter && rule.component === 'files' ? publishedPlace(letter.each) : null;
  if (place === null || !('each' in letter)) return null;
  const [[attribute = '', must] = [], ...more] = Object.entries(letter.must);
  const value = must === undefined || more.length > 0 ? null : maskOrOwner(must, rule);
  if (value === null || (attribute !== 'mode' && attribute !== 'owner')) return null;
  return { place, attribute, value };
}

function maskOrOwner(must: EachCheck['must'][string], { parameters }: Rule): string | null {
  const [only, ...more] = Array.isArray(must) ? must : Object.values(must);
  if (typeof only !== 'string' || more.length > 0) return null;
  const value = only.startsWith('$') ? parameters[only.slice(1)]?.default : only;
  return typeof value === 'string' ? value : null;
}

/** A path that a flag names is not in the page. */
function locating({ property, path, flag }: PublishedPlace): string[] {
  if (path !== undefined || flag === undefined) return [];
  return [
    ...run({ property }, `ps -ef | grep ${flag.component}`),
    `Find the file specified by the \`--${flag.name}\` argument.`,
  ];
}

function run({ property }: Pick<PublishedPlace, 'property'>, command: string): string[] {
  const node = OF_WORKERS.test(property) ? 'each worker node' : 'the master node';
  return [`Run the following command on ${node}:`, '```', command, '```'];
}
