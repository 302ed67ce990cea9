import { posix } from 'node:path';
import type { ProcessFacts } from '../../../model/snapshot.ts';
import type { OpenedConfig } from '../../kubernetes/config-document.ts';
import type { ConfigFields } from '../../kubernetes/config-fields.ts';
import { readConfig } from '../../kubernetes/config-reader.ts';
import type { Refusal } from '../../kubernetes/reading.ts';
import { type CommandLine, PROGRAM } from '../command-line.ts';
import { type ConfigNode, rootNode } from './config-node.ts';
import { pluginFields } from './plugin-fields.ts';
import { readInline, readStructured, type Structured } from './structured-file.ts';

/** --admission-control-config-file: where the settings of plugins are. It switches none on. */
export interface AdmissionFile {
  plugins: readonly PluginEntry[];
}

interface PluginEntry {
  name: string;
  settings: { kind: 'none' } | { kind: 'inline'; opened: OpenedConfig } | { kind: 'file'; path: string };
}

const fields: ConfigFields = {
  'plugins.*.name': 'string',
  'plugins.*.path': 'string',
  'plugins.*.configuration.**': 'any',
};

/** Keys that the collector may keep: those of the file and of the plugins that verdicts look at. */
export const admissionFields: ConfigFields = {
  'plugins.*.name': 'string',
  'plugins.*.path': 'string',
  ...pluginFields,
  ...Object.fromEntries(
    Object.entries({ apiVersion: 'string', kind: 'string', ...pluginFields } as const).map(([key, kind]) => [
      `plugins.*.configuration.${key}`,
      kind,
    ]),
  ),
};

/** Plugins that took their settings from an unversioned file, and the key that tells such a file. */
const UNVERSIONED: Readonly<Record<string, string>> = {
  ImagePolicyWebhook: 'imagePolicy',
  PodNodeSelector: 'podNodeSelectorPluginConfig',
};

/**
 * The file as one minor reads it.
 *
 * @param path as the flag has it: relative paths in the file start at its directory
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/admission/config.go ReadAdmissionConfiguration
 */
function readAdmissionFile(opened: OpenedConfig, path: string, minor: number): AdmissionFile | Refusal {
  if (isUnversioned(opened)) {
    const settings = { kind: 'inline', opened } as const;
    return { plugins: Object.keys(UNVERSIONED).map((name) => ({ name, settings })) };
  }
  const read = readConfig(withoutPluginKeys(opened), {
    program: PROGRAM,
    kind: 'AdmissionConfiguration',
    apiVersions: ['apiserver.config.k8s.io/v1', 'apiserver.k8s.io/v1alpha1'],
    fields,
    strict: minor >= 32,
  });
  if (read.outcome === 'refuses') return read;
  const plugins = rootNode(opened, read).at('plugins').items();
  return { plugins: plugins.map((plugin, index) => entryOf(plugin, index, opened, posix.dirname(path))) };
}

function isUnversioned({ document }: OpenedConfig): boolean {
  const keys = [...document.entries.map(({ path }) => path[0]), ...document.unknownKeys];
  const isHead = (key: string | undefined) => /^(?:apiversion|kind)$/i.test(key ?? '');
  return !keys.some(isHead) && Object.values(UNVERSIONED).some((key) => keys.includes(key));
}

/** What stands below `configuration` is for the plugin to know. */
function withoutPluginKeys(opened: OpenedConfig): OpenedConfig {
  const unknownKeys = opened.document.unknownKeys.filter(
    (key) => !/^plugins\.\d+\.configuration\./.test(key),
  );
  const own = opened.document.entries.filter(({ path }) => path[0] === 'plugins' || path.length === 1);
  return { ...opened, document: { ...opened.document, entries: own, unknownKeys } };
}

function entryOf(plugin: ConfigNode, index: number, opened: OpenedConfig, directory: string): PluginEntry {
  const name = plugin.at('name').text();
  const path = plugin.at('path').text();
  if (plugin.at('configuration').isSet)
    return {
      name,
      settings: { kind: 'inline', opened: below(opened, ['plugins', String(index), 'configuration']) },
    };
  if (path === '') return { name, settings: { kind: 'none' } };
  const absolute = posix.isAbsolute(path) ? path : posix.join(directory, path);
  return { name, settings: { kind: 'file', path: absolute } };
}

/** A part of the file as a file of its own. */
function below(opened: OpenedConfig, prefix: readonly string[]): OpenedConfig {
  const { document } = opened;
  const start = `${prefix.join('.')}.`;
  const isBelow = (path: readonly string[]) => prefix.every((key, index) => path[index] === key);
  return {
    ...opened,
    document: {
      ...document,
      entries: document.entries
        .filter(({ path }) => path.length > prefix.length && isBelow(path))
        .map((entry) => ({ ...entry, path: entry.path.slice(prefix.length) })),
      unknownKeys: document.unknownKeys
        .filter((key) => key.startsWith(start))
        .map((key) => key.slice(start.length)),
      duplicateKeys: (document.duplicateKeys ?? [])
        .filter(({ path }) => path.startsWith(start))
        .map((one) => ({ ...one, path: one.path.slice(start.length) })),
    },
  };
}

/** The settings of one plugin, from the file itself or from the one it names; the first entry of a name counts. */
export function pluginSettings<T extends object>(
  process: ProcessFacts,
  file: Structured<AdmissionFile>,
  name: string,
  interpret: (opened: OpenedConfig) => T | Refusal,
): Structured<T> | Refusal {
  if (file.state !== 'read') return file;
  const settings = file.value.plugins.find((one) => one.name === name)?.settings ?? { kind: 'none' };
  if (settings.kind === 'none') return { state: 'unset' };
  if (settings.kind === 'inline') return readInline(settings.opened, interpret);
  const noun = `configuration of ${name}`;
  return readStructured(process, { path: settings.path, noun, reloads: false, interpret });
}

/** --admission-control-config-file as the process has it. */
export function readAdmission(process: ProcessFacts, line: CommandLine): Structured<AdmissionFile> | Refusal {
  const path = line.text('admission-control-config-file');
  return readStructured(process, {
    path,
    noun: 'admission configuration',
    reloads: false,
    interpret: (opened) => readAdmissionFile(opened, path ?? '', line.minor),
  });
}

/** Files that hold the settings of some plugins. */
export function pluginPaths(file: Structured<AdmissionFile>, plugins: readonly string[]): readonly string[] {
  const entries = file.state === 'read' ? file.value.plugins : [];
  return entries.flatMap(({ name, settings }) =>
    settings.kind === 'file' && plugins.includes(name) ? [settings.path] : [],
  );
}
