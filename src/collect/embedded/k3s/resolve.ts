import { type Reading, read, unreadable } from '../../../machine/reading.ts';
import type { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import type { Fact } from '../../../model/fact.ts';
import type { Host } from '../../host.ts';
import { nodeName } from '../../node/node.ts';
import type { Candidate } from '../../proc/candidates.ts';
import { withoutUserInfo } from '../../proc/redact.ts';
import type { ProcessRoot } from '../../process-root.ts';
import { changedSince } from '../changed.ts';
import { givenFlags } from './command-line.ts';
import { configWords } from './config-file.ts';
import { datastoreOf } from './datastore.ts';
import { launchOf } from './launch.ts';
import type { K3sNode } from './node.ts';
import { DESCRIBED, isDescribed, type Release } from './release.ts';
import { K3sSettings } from './settings.ts';

const CONFIG = '/etc/rancher/k3s/config.yaml';
export const DATA_DIRECTORY = '/var/lib/rancher/k3s';

/** A process of K3s, and the root that it sees. */
export interface K3sProcess {
  host: Host;
  candidate: Candidate;
  root: Reading<ProcessRoot>;
  role: K3sNode['role'];
  release: Fact<Release>;
}

/** What is in force in a running K3s, or why that is not known. */
export function resolveNode(process: K3sProcess): Reading<K3sNode> {
  const { host, root, role, release } = process;
  if (release.state !== 'present') return unreadable(release.state === 'unreadable' ? release.reason : '');
  const { text } = release.value;
  if (!isDescribed(release.value))
    return unreadable(`it is K3s ${text}, and what K3s hands over is known here for ${DESCRIBED}`);
  if (root.state !== 'read')
    return unreadable(root.state === 'missing' ? 'the process has ended' : root.reason);
  const { fs } = root.value;
  const settings = settingsOf(process, fs);
  if (settings.state !== 'read') return settings;
  const dataDirectory = settings.value.text('data-dir')?.value ?? DATA_DIRECTORY;
  return read({
    role,
    release: release.value,
    settings: settings.value,
    dataDirectory,
    hostname: nodeName(host),
    datastore: datastoreOf(fs, settings.value, dataDirectory),
  });
}

/** Its command line behind the words of its configuration files, none of which may be newer than the process. */
function settingsOf({ host, candidate, role }: K3sProcess, fs: RootedFs): Reading<K3sSettings> {
  const launch = launchOf(host, candidate, role);
  if (launch.state !== 'read') return launch;
  const { words, environment, files } = launch.value;
  const before = givenFlags(words);
  if (before.state !== 'read') return before;
  const path = configPath(
    new K3sSettings(before.value, environment),
    environment.get('K3S_CONFIG_FILE')?.value,
  );
  if (!path.startsWith('/')) return unreadable(`its configuration comes from ${withoutUserInfo(path)}`);
  const config = configWords(fs, path, host.source === 'captured');
  if (config.state !== 'read') return config;
  const given = givenFlags([...config.value.words, ...words]);
  if (given.state !== 'read') return given;
  const change =
    changedSince(host, candidate.pid, host.files, files) ??
    changedSince(host, candidate.pid, fs, config.value.files);
  return change === null ? read(new K3sSettings(given.value, environment)) : unreadable(change);
}

/** Here the variable comes first. pkg/configfilearg/parser.go findConfigFileFlag */
function configPath(settings: K3sSettings, variable: string | undefined): string {
  return variable || settings.text('config')?.value || CONFIG;
}
