import { posix } from 'node:path';
import { isJson } from '../../../util/json.ts';
import type { GoValue } from '../../config/go-value.ts';
import { decodeGoYaml } from '../../config/go-yaml.ts';
import { at, itemsAt, mapAt, textAt } from '../values.ts';
import { type Carrier, type Entry, type Fault, type Held, heldBy, Lines } from './carrier.ts';
import { type Decoded, fromDataUrl, type Unpacker } from './decode.ts';

type Form = 'ignition' | 'butane';

/** Whether a text is a configuration of Ignition, or of Butane, from which one is made. */
export function ignitionForm(text: string): Form | null {
  if (/^\s*\{/.test(text) && /"ignition(?:"\s*:\s*\{|Version"\s*:)/.test(text)) return 'ignition';
  return /^variant:[ \t]*["']?(?:fcos|flatcar|openshift|r4e|fiot)\b/m.test(text) ? 'butane' : null;
}

/** A configuration with what tells where it stands. */
interface Config {
  value: GoValue;
  lines: Lines;
  form: Form;
  unpacker: Unpacker;
  /** Sources that were set aside, by what stands for them. */
  sources: ReadonlyMap<string, string>;
}

const BUDGET = 500_000;

/**
 * The files, units and drop-ins that Ignition writes; null where it is no configuration of its own.
 * https://github.com/coreos/ignition/blob/a5d574a8d2ad/docs/configuration-v3_6.md and, of 2.x,
 * https://github.com/coreos/ignition/blob/spec2x/doc/configuration-v2_4.md; Butane's own keys:
 * https://coreos.github.io/butane/config-fcos-v1_6/
 */
export function ignition({ bytes, lineOf }: Held, form: Form, unpacker: Unpacker): Carrier | null {
  const text = bytes.toString('utf8');
  const sources = new Map<string, string>();
  const short = form === 'ignition' ? withoutSources(text, sources) : text;
  const read = decodeGoYaml(Buffer.from(short), { budget: BUDGET });
  if (form === 'ignition' && read.state === 'decoded' && !isOwn(read.value)) return null;
  const fault = faultOf(read, text, form);
  if (fault !== null || read.state !== 'decoded')
    return { ...NOTHING, problems: [{ line: lineOf(fault?.line ?? 1), problem: fault?.problem ?? '' }] };
  const config = { value: read.value, lines: new Lines(text, lineOf), form, unpacker, sources };
  const written = [...filesIn(config), ...unitsIn(config)];
  return {
    entries: written.flatMap((one) => ('path' in one ? [one] : [])),
    configurations: [],
    problems: [
      ...mergesIn(config),
      ...repeatedIn(config),
      ...written.flatMap((one) => ('problem' in one ? [one] : [])),
    ],
    notes: notesOn(config),
  };
}

const LONG = 1000;

/** Long sources take YAML's reader minutes; without a backslash they are what they look like. */
function withoutSources(text: string, sources: Map<string, string>): string {
  return text.replace(/"(data:[^"\\]*)"/g, (whole, source: string) => {
    if (source.length < LONG) return whole;
    const short = `data:${sources.size}`;
    sources.set(short, source);
    return JSON.stringify(short);
  });
}

const NOTHING: Carrier = { entries: [], configurations: [], problems: [], notes: [] };

/** An object of Kubernetes may hold a configuration. */
function isOwn(value: GoValue): boolean {
  return mapAt(value, 'ignition') !== undefined || at(value, 'ignitionVersion') !== undefined;
}

/** Why a text is not read at all. */
function faultOf(read: ReturnType<typeof decodeGoYaml>, text: string, form: Form): Fault | null {
  if (read.state === 'excessive') return { line: 1, problem: read.reason };
  if (read.state === 'broken')
    return { line: read.line, problem: `not the configuration that ${NAMES[form]} reads: ${read.problem}` };
  if (form === 'butane') return null;
  if (!isJson(text)) return { line: 1, problem: 'not the JSON that Ignition reads' };
  const version = textAt(read.value, 'ignition', 'version');
  if (/^[23]\.\d+\.\d+(?:-experimental)?$/.test(version)) return null;
  const line = at(read.value, 'ignition')?.line ?? 1;
  return { line, problem: 'no version of Ignition’s configuration that is read (2.x, 3.x)' };
}

const NAMES = { ignition: 'Ignition', butane: 'Butane' } as const;

/** Other configurations that are laid over this one, or take its place. */
function mergesIn({ value, lines }: Config): Fault[] {
  const config = mapAt(value, 'ignition', 'config');
  return [...(config?.entries ?? [])].flatMap(([key, entry]) => {
    const isSet = entry.value.type === 'list' ? entry.value.items.length > 0 : entry.value.type === 'map';
    if (!isSet || !['merge', 'append', 'replace'].includes(key)) return [];
    const what =
      key === 'replace' ? 'takes the place of this one' : 'is laid over this one and may write any file';
    return [{ line: lines.lineOf(entry.line), problem: `another configuration ${what}, and is not fetched` }];
  });
}

/** Ignition refuses a configuration that writes a path twice: errors.ErrDuplicate */
function repeatedIn({ value, lines }: Config): Fault[] {
  const seen = new Set<string>();
  return itemsAt(value, 'storage', 'files')
    .filter(isOnRoot)
    .flatMap((file) => {
      const path = at(file, 'path');
      const key = textAt(file, 'path');
      const isAgain = seen.has(key) && path !== undefined;
      seen.add(key);
      return isAgain
        ? [{ line: lines.lineOf(path.line), problem: 'Ignition refuses a path that stands there twice' }]
        : [];
    });
}

function filesIn(config: Config): (Entry | Fault)[] {
  return itemsAt(config.value, 'storage', 'files')
    .filter(isOnRoot)
    .flatMap((file): (Entry | Fault)[] => {
      const path = textAt(file, 'path');
      const line = config.lines.lineOf(at(file, 'path')?.line ?? file.line);
      if (path === '' || posix.resolve('/', path) !== path) return [{ line, problem: ODD_PATH }];
      const place = { path, line };
      const contents = at(file, 'contents');
      const append = at(file, 'append');
      if (isOn(append)) return written(config, { ...place, appends: true }, contents);
      const appended = itemsAt(append).flatMap((one) => written(config, { ...place, appends: true }, one));
      // Without contents there is only what is appended to what the image has.
      const isAddition = contents === undefined && appended.length > 0;
      return [...(isAddition ? [] : written(config, place, contents)), ...appended];
    });
}

const ODD_PATH = 'Ignition refuses a path that is not absolute, or not clean';

/** Versions 2.x write to other file systems too, which they name. */
function isOnRoot(file: GoValue): boolean {
  return ['', 'root'].includes(textAt(file, 'filesystem'));
}

function isOn(value: GoValue | undefined): boolean {
  return value?.type === 'boolean' && value.value;
}

/** An entry, and what is wrong with it where Ignition fails. */
function written(
  config: Config,
  place: Pick<Entry, 'path' | 'line' | 'appends'>,
  contents: GoValue | undefined,
): (Entry | Fault)[] {
  const held = resource(config, contents);
  if (!('stops' in held)) return [{ ...place, held }];
  const fault = { line: place.line, problem: `Ignition stops at a file: ${held.stops}` };
  return [{ ...place, held: { unread: held.stops } }, fault];
}

/** What is written: Ignition's by a URL, Butane's also as it stands there. */
function resource(
  { lines, form, unpacker, sources }: Config,
  contents: GoValue | undefined,
): Entry['held'] | { stops: string } {
  const compression = textAt(contents, 'compression');
  const inline = form === 'butane' ? at(contents, 'inline') : undefined;
  if (inline?.type === 'string' && compression === '')
    return heldBy(lines, inline, Buffer.from(inline.value));
  if (form === 'butane' && textAt(contents, 'local') !== '') return { unread: LOCAL };
  const source = at(contents, 'source');
  if (source?.type !== 'string') return { unread: 'no content is given: what the image has of it stays' };
  const scheme = /^[a-z]+(?=:)/.exec(source.value)?.[0] ?? '';
  if (scheme !== 'data')
    return SCHEMES.includes(scheme)
      ? { unread: `its content lies elsewhere (${scheme}), and is not fetched` }
      : { stops: 'its source is no URL that Ignition reads' };
  const decoded = unpacked(fromDataUrl(sources.get(source.value) ?? source.value), compression, unpacker);
  return 'unread' in decoded
    ? { stops: decoded.unread }
    : { ...decoded, lineOf: () => lines.lineOf(source.line) };
}

/** https://github.com/coreos/ignition/blob/a5d574a8d2ad/config/v3_6/types/url.go validateURL */
const SCHEMES = ['http', 'https', 'tftp', 's3', 'arn', 'gs', 'oem'];

const LOCAL = 'its content lies in a file beside it, which is not read with it';

function unpacked(decoded: Decoded, compression: string, unpacker: Unpacker): Decoded {
  if ('unread' in decoded || compression === '') return decoded;
  return compression === 'gzip'
    ? unpacker.gunzip(decoded.bytes)
    : { unread: 'its compression is not one of Ignition' };
}

const UNITS = '/etc/systemd/system';

/** A unit that is masked is not started, whatever it holds. */
function unitsIn(config: Config): Entry[] {
  const units = itemsAt(config.value, 'systemd', 'units').filter((unit) => !isOn(at(unit, 'mask')));
  return units.flatMap((unit) => {
    const name = textAt(unit, 'name');
    const own = textOf(config, unit, `${UNITS}/${name}`);
    const dropIns = itemsAt(unit, 'dropins').flatMap((one) =>
      textOf(config, one, `${UNITS}/${name}.d/${textAt(one, 'name')}`),
    );
    return [...own, ...dropIns];
  });
}

function textOf({ lines, form }: Config, value: GoValue, path: string): Entry[] {
  const line = lines.lineOf(at(value, 'name')?.line ?? value.line);
  const contents = at(value, 'contents');
  if (contents?.type === 'string')
    return [{ path, line, held: heldBy(lines, contents, Buffer.from(contents.value)) }];
  const isLocal = form === 'butane' && textAt(value, 'contents_local') !== '';
  return isLocal ? [{ path, line, held: { unread: LOCAL } }] : [];
}

function notesOn({ value, form }: Config): string[] {
  const hasTrees = form === 'butane' && itemsAt(value, 'storage', 'trees').length > 0;
  const hasOthers = itemsAt(value, 'storage', 'files').some((file) => !isOnRoot(file));
  return [
    ...(hasTrees ? ['has storage.trees: not read'] : []),
    ...(hasOthers ? ['writes to other file systems than the root: not read'] : []),
  ];
}
