import type { OpenedConfig } from '../../kubernetes/config-document.ts';
import { readConfig } from '../../kubernetes/config-reader.ts';
import { type Refusal, refuses } from '../../kubernetes/reading.ts';
import { PROGRAM } from '../command-line.ts';
import { type ConfigNode, rootNode } from './config-node.ts';
import { podSecurityFields } from './plugin-fields.ts';

/** What the plugin PodSecurity does to namespaces without labels of their own, and whom it leaves alone. */
export interface PodSecurityFile {
  enforce: string;
  audit: string;
  warn: string;
  exemptNamespaces: readonly string[];
  exemptUsers: readonly string[];
  exemptRuntimeClasses: readonly string[];
}

/** Without a file every namespace may run everything until its labels say otherwise. */
export const UNCONFIGURED: PodSecurityFile = {
  enforce: 'privileged',
  audit: 'privileged',
  warn: 'privileged',
  exemptNamespaces: [],
  exemptUsers: [],
  exemptRuntimeClasses: [],
};

const LEVELS = ['privileged', 'baseline', 'restricted'];
const VERSIONS: readonly { since: number; name: string }[] = [
  { since: 22, name: 'v1alpha1' },
  { since: 23, name: 'v1beta1' },
  { since: 25, name: 'v1' },
];
const MODES = ['enforce', 'audit', 'warn'] as const;

/** https://github.com/kubernetes/pod-security-admission/blob/v0.34.1/admission/api/load/load.go, validation/validation.go */
export function readPodSecurityFile(opened: OpenedConfig, minor: number): PodSecurityFile | Refusal {
  const read = readConfig(opened, {
    program: PROGRAM,
    kind: 'PodSecurityConfiguration',
    apiVersions: VERSIONS.filter(({ since }) => minor >= since).map(
      ({ name }) => `pod-security.admission.config.k8s.io/${name}`,
    ),
    fields: podSecurityFields,
    strict: true,
  });
  if (read.outcome === 'refuses') return read;
  const root = rootNode(opened, read);
  const problem = defaultsProblem(root.at('defaults')) ?? exemptionsProblem(root.at('exemptions'));
  if (problem !== null)
    return refuses(
      `${PROGRAM} refuses its configuration of PodSecurity: ${problem}.`,
      root.at('defaults').origin,
      opened.stale,
    );
  return contentOf(root);
}

function contentOf(root: ConfigNode): PodSecurityFile {
  const level = (mode: string) => root.at('defaults').at(mode).text() || 'privileged';
  const exempt = (key: string) => root.at('exemptions').at(key).texts();
  return {
    enforce: level('enforce'),
    audit: level('audit'),
    warn: level('warn'),
    exemptNamespaces: exempt('namespaces'),
    exemptUsers: exempt('usernames'),
    exemptRuntimeClasses: exempt('runtimeClasses'),
  };
}

function defaultsProblem(defaults: ConfigNode): string | null {
  for (const mode of MODES) {
    const level = defaults.at(mode).text();
    const version = defaults.at(`${mode}-version`).text();
    if (level !== '' && !LEVELS.includes(level)) return `it does not know the level ${JSON.stringify(level)}`;
    if (version !== '' && version !== 'latest' && !/^v1\.(?:[0-9]|[1-9][0-9]+)$/.test(version))
      return `it does not know the version ${JSON.stringify(version)}`;
  }
  return null;
}

function exemptionsProblem(exemptions: ConfigNode): string | null {
  for (const key of ['namespaces', 'usernames', 'runtimeClasses']) {
    const names = exemptions.at(key).texts();
    if (names.includes('')) return `an empty name is exempt`;
    if (new Set(names).size < names.length) return `a name stands twice in exemptions.${key}`;
  }
  return null;
}
