import { posix } from 'node:path';
import { pathsOf } from '../../components/files/named-paths.ts';
import type { NodeView } from '../../components/files/place.ts';
import { REFUSED, read, readValue } from '../../machine/reading.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { Host } from '../host.ts';
import type { Candidate } from '../proc/candidates.ts';
import { commandOf } from '../proc/command.ts';
import { readToml, type TomlTable, textAt } from './toml.ts';

type Directory = NodeView['cni'][number];

/** Container runtimes that use CNI and where their configuration says so. */
interface Runtime {
  programs: readonly string[];
  /** Flag that names the configuration file. */
  flag: RegExp;
  /** By distribution, else as the runtime's own packages have it. */
  files: Readonly<Record<string, string>>;
  /** Directory whose `.conf` files are laid over the file. */
  dropIns: string | null;
  keys: readonly (readonly string[])[];
}

const RUNTIMES: readonly Runtime[] = [
  {
    programs: ['containerd'],
    flag: /^(?:--config|-c)$/,
    files: {
      k3s: '/var/lib/rancher/k3s/agent/etc/containerd/config.toml',
      rke2: '/var/lib/rancher/rke2/agent/etc/containerd/config.toml',
      k0s: '/etc/k0s/containerd.toml',
      usual: '/etc/containerd/config.toml',
    },
    dropIns: null,
    // Versions 3, 2 and 1: https://github.com/containerd/containerd/blob/v2.1.4/docs/cri/config.md
    keys: [
      ['plugins', 'io.containerd.cri.v1.runtime', 'cni', 'conf_dir'],
      ['plugins', 'io.containerd.grpc.v1.cri', 'cni', 'conf_dir'],
      ['plugins', 'cri', 'cni', 'conf_dir'],
    ],
  },
  {
    programs: ['crio'],
    flag: /^(?:--config|-c)$/,
    files: { usual: '/etc/crio/crio.conf' },
    dropIns: '/etc/crio/crio.conf.d',
    keys: [['crio', 'network', 'network_dir']],
  },
  {
    programs: ['cri-dockerd'],
    flag: /^--cni-conf-dir$/,
    files: { usual: '' },
    dropIns: null,
    keys: [],
  },
];

/** Both runtimes' own. */
const DEFAULT_DIRECTORY = '/etc/cni/net.d';
/** Plug-ins keep addresses they gave away and results there: https://www.cni.dev/plugins/current/ipam/host-local/ */
const STATE_DIRECTORY = '/var/lib/cni';

/** Directories with CNI configuration and state on this node; none where nothing uses CNI. */
export async function cniDirectories(
  host: Host,
  candidates: readonly Candidate[],
  processes: readonly ProcessFacts[],
  distribution: string,
): Promise<Directory[]> {
  const configured: Directory[] = [];
  for (const candidate of candidates) {
    const runtime = RUNTIMES.find(({ programs }) => programs.includes(commandOf(candidate).program));
    if (runtime !== undefined) configured.push(await configuredBy(host, candidate, runtime, distribution));
  }
  const all = [...configured, ...byOldKubelets(processes)];
  if (all.length === 0) return [];
  const state = { path: STATE_DIRECTORY, because: 'the state directory of CNI plug-ins', named: false };
  return [...new Map([...all, state].map((one) => [one.path, one])).values()];
}

/** Up to 1.23 the kubelet itself called the plug-ins, for Docker. */
function byOldKubelets(processes: readonly ProcessFacts[]): Directory[] {
  const kubelets = processes.filter(({ component }) => component === 'kubelet');
  return kubelets
    .flatMap((kubelet) => pathsOf(kubelet, ['cni-conf-dir']))
    .flatMap((one) =>
      'path' in one ? [{ path: one.path, because: 'cni-conf-dir of the kubelet', named: false }] : [],
    );
}

/** The first configuration of a runtime that may not be read: it could name another directory. */
export function cniProblem(
  host: Host,
  candidates: readonly Candidate[],
  distribution: string,
): string | null {
  for (const candidate of candidates) {
    const runtime = RUNTIMES.find(({ programs }) => programs.includes(commandOf(candidate).program));
    if (runtime === undefined) continue;
    for (const file of filesOf(host, candidate.argv, runtime, distribution)) {
      const opened = file === '' ? read(null) : host.files.withFile(file, () => read(null));
      if (opened.state === 'unreadable' && opened.reason.startsWith(REFUSED))
        return `${file}: ${opened.reason}. It may name the directory.`;
    }
  }
  return null;
}

function filesOf(
  host: Host,
  argv: readonly string[],
  runtime: Runtime,
  distribution: string,
): readonly string[] {
  const file = flagValue(argv, runtime.flag) ?? runtime.files[distribution] ?? runtime.files.usual ?? '';
  return [file, ...dropInsOf(host, runtime)];
}

async function configuredBy(
  host: Host,
  { argv }: Candidate,
  runtime: Runtime,
  distribution: string,
): Promise<Directory> {
  const files = filesOf(host, argv, runtime, distribution);
  const found = await directoryIn(host, files, runtime.keys);
  if (found !== null) return { ...found, named: false };
  return { path: DEFAULT_DIRECTORY, because: `the default of ${runtime.programs[0]}`, named: false };
}

function flagValue(argv: readonly string[], flag: RegExp): string | null {
  const at = argv.findIndex((word) => flag.test(word.split('=')[0] ?? ''));
  const word = argv[at];
  if (word === undefined) return null;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (argv[at + 1] ?? null);
}

function dropInsOf(host: Host, { dropIns }: Runtime): string[] {
  if (dropIns === null) return [];
  const names = readValue(host.files.list(dropIns)) ?? [];
  return names.sort().map((name) => posix.join(dropIns, name));
}

/** The last file that says it wins. */
async function directoryIn(
  host: Host,
  files: readonly string[],
  keys: Runtime['keys'],
): Promise<{ path: string; because: string } | null> {
  let found: { path: string; because: string } | null = null;
  for (const file of files) {
    const table: TomlTable | null = await readToml(host.files, file);
    const path = table === null ? null : keys.map((key) => textAt(table, key)).find((one) => one !== null);
    if (path) found = { path, because: `the CNI directory in ${file}` };
  }
  return found;
}
