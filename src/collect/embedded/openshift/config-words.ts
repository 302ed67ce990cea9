import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { type Reading, read, unreadable } from '../../../machine/reading.ts';
import type { Origin } from '../../../model/origin.ts';
import { compareBytes } from '../../../util/bytes.ts';
import type { GoMap, GoValue } from '../../config/go-value.ts';

/** Values of a flag in the order of the file. */
type Arguments = Map<string, readonly SourcedWord[]>;

type OriginOf = (line: number) => Origin;

/** Where each server's file has its flags. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  'kube-apiserver': 'apiServerArguments',
  'kube-controller-manager': 'extendedArguments',
};

/**
 * The words that the server makes of OpenShift's file and parses after those of its command line. Words that nothing
 * here depends on are left out: named certificates, CORS and the settings of admission plugins.
 *
 * - API server: https://github.com/openshift/kubernetes/blob/release-4.16/openshift-kube-apiserver/openshiftkubeapiserver/flags.go
 *   ConfigToFlags
 * - Controller manager: old versions parse the arguments, for new ones its operator repeats them in the command line.
 *   https://github.com/openshift/cluster-kube-controller-manager-operator/blob/release-4.16/pkg/operator/targetconfigcontroller/targetconfigcontroller.go
 *   managePod
 */
export function configWords(
  component: string,
  document: GoValue,
  originOf: OriginOf,
): Reading<readonly SourcedWord[]> {
  if (document.type !== 'map') return unreadable('keys and values are expected');
  const key = ARGUMENTS[component];
  if (key === undefined) return unreadable(`no ${component} is known to read it`);
  const given = argumentsIn(key, document.entries.get(key)?.value, originOf);
  if (given.state !== 'read') return given;
  if (component !== 'kube-apiserver') return read(inOrder(given.value));
  if (isOn(valueAt(document, ['auditConfig', 'enabled'])))
    return unreadable('auditConfig is on, and what the API server makes of it is not described here');
  const served = servingWords(document, originOf);
  if (served.state !== 'read') return served;
  const all = new Map([...served.value, ...given.value]);
  return read([...inOrder(all), ...defaultPlugins(all)]);
}

function argumentsIn(key: string, value: GoValue | undefined, originOf: OriginOf): Reading<Arguments> {
  const found: Arguments = new Map();
  if (value === undefined || value.type === 'null') return read(found);
  if (value.type !== 'map') return unreadable(`line ${value.line}: ${key} is no map`);
  for (const [flag, { value: list }] of value.entries) {
    const words = wordsIn(flag, list, originOf);
    if (words === null) return unreadable(`line ${list.line}: ${key}.${flag} is no list of texts`);
    found.set(flag, words);
  }
  return read(found);
}

function wordsIn(flag: string, list: GoValue, originOf: OriginOf): readonly SourcedWord[] | null {
  if (list.type === 'null') return [];
  if (list.type !== 'list') return null;
  const words: SourcedWord[] = [];
  for (const item of list.items) {
    if (item.type !== 'string') return null;
    words.push({ text: `--${flag}=${item.value}`, origin: originOf(item.line) });
  }
  return words;
}

/** Flags by name, as the server sorts them. */
function inOrder(all: Arguments): readonly SourcedWord[] {
  return [...all.keys()].sort(compareBytes).flatMap((flag) => all.get(flag) ?? []);
}

/** Other keys that stand for a flag that is not among the arguments. */
const PLACES: readonly { flag: string; path: readonly string[] }[] = [
  { flag: 'service-account-key-file', path: ['serviceAccountPublicKeyFiles'] },
  { flag: 'service-cluster-ip-range', path: ['servicesSubnet'] },
  { flag: 'tls-cipher-suites', path: ['servingInfo', 'cipherSuites'] },
  { flag: 'tls-min-version', path: ['servingInfo', 'minTLSVersion'] },
];

function servingWords(document: GoMap, originOf: OriginOf): Reading<Arguments> {
  const found: Arguments = new Map();
  for (const { flag, path } of PLACES) {
    const value = valueAt(document, path);
    if (value === undefined || value.type === 'null') continue;
    const words = wordsIn(flag, value.type === 'list' ? value : listOf(value), originOf);
    if (words === null) return unreadable(`line ${value.line}: ${path.join('.')} is no text`);
    found.set(flag, words);
  }
  const address = valueAt(document, ['servingInfo', 'bindAddress']);
  const [, host, port] = (address?.type === 'string' && /^\[?([^\]]*?)\]?:(\d+)$/.exec(address.value)) || [];
  if (address === undefined || host === undefined || port === undefined)
    return unreadable('servingInfo.bindAddress is no address with a port');
  const origin = originOf(address.line);
  found.set('bind-address', [{ text: `--bind-address=${host}`, origin }]);
  found.set('secure-port', [{ text: `--secure-port=${port}`, origin }]);
  return read(found);
}

function listOf(value: GoValue): GoValue {
  return { type: 'list', items: [value], line: value.line };
}

function valueAt(document: GoValue, path: readonly string[]): GoValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return document;
  const below = document.type === 'map' ? document.entries.get(key)?.value : undefined;
  return below === undefined ? undefined : valueAt(below, rest);
}

function isOn(value: GoValue | undefined): boolean {
  return value?.type === 'boolean' && value.value;
}

/**
 * Plugins of Kubernetes that OpenShift has on by default.
 * https://github.com/openshift/kubernetes/blob/release-4.16/openshift-kube-apiserver/admission/admissionenablement/register.go
 */
const DEFAULT_PLUGINS = [
  'NodeRestriction',
  'OwnerReferencesPermissionEnforcement',
  'PodNodeSelector',
  'PodTolerationRestriction',
];

function defaultPlugins(all: Arguments): readonly SourcedWord[] {
  const named = ['enable-admission-plugins', 'disable-admission-plugins']
    .flatMap((flag) => all.get(flag) ?? [])
    .flatMap(({ text }) => text.slice(text.indexOf('=') + 1).split(','));
  return DEFAULT_PLUGINS.filter((plugin) => !named.includes(plugin)).map((plugin) => ({
    text: `--enable-admission-plugins=${plugin}`,
    origin: { kind: 'program', name: 'OpenShift' },
  }));
}
