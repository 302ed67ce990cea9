import { etcd } from '../../components/etcd/index.ts';
import { variableOf } from '../../components/etcd/settings.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { lastValue } from './flag-edits.ts';
import { NotNow, type PlanInput } from './input.ts';
import { editable, type OpenFile } from './node-file.ts';

/** Environment files by which units of etcd are started: kubespray, Debian, Red Hat, SUSE. */
const ENVIRONMENT_FILES: readonly string[] = [
  ...['/etc/etcd.env', '/etc/default/etcd', '/etc/etcd/etcd.conf', '/etc/sysconfig/etcd'],
];

/** The configuration file that etcd reads, and nothing beside it; null when it reads none. */
export function etcdConfigFile(process: ProcessFacts): string | null {
  const named =
    lastValue(valueIfPresent(process.argv) ?? [], 'config-file') ||
    valueIfPresent(process.environment)?.[variableOf('config-file')] ||
    null;
  if (named === null) return null;
  const path = valueIfPresent(process.files[named])?.hostPath ?? null;
  if (path === null) throw new NotNow('refused', `Where ${named} lies on this machine cannot be told.`);
  return path;
}

/**
 * The environment file that etcd was started with: all that it says is in the environment of the process.
 *
 * @param process as it runs or as it would be: what was seen of it counts
 */
export function etcdEnvironmentFile(
  input: PlanInput,
  process: ProcessFacts,
  variable: string,
): OpenFile | null {
  const seen = input.snapshot.processes.find(
    ({ pid, component }) => pid === process.pid && component === process.component,
  );
  const environment = valueIfPresent((seen ?? process).environment) ?? {};
  const fitting = ENVIRONMENT_FILES.filter((path) => input.files.stat(path).state === 'read')
    .map((path) => ({ file: editable(input.files, path), said: assignments(input, path) }))
    .filter(({ said }) => said.length > 0 && said.every(([name, value]) => isIn(environment, name, value)));
  const having = fitting.filter(({ said }) => said.some(([name]) => name === variable));
  if (having.length > 1) {
    const paths = having.map(({ file }) => file.path).join(' and ');
    throw new NotNow('refused', `${variable} stands in ${paths}.`, 'take it out of one of them');
  }
  return (having[0] ?? fitting.at(-1))?.file ?? null;
}

/** Values that are not kept as facts, because they are secret, cannot be compared. */
function isIn(environment: Readonly<Record<string, string>>, name: string, value: string): boolean {
  return environment[name] === value || (etcd.secretVariables.has(name) && name in environment);
}

function assignments({ files }: PlanInput, path: string): (readonly [name: string, value: string])[] {
  const read = files.read(path, 1024 * 1024);
  const text = read.state === 'read' ? read.value.toString('utf8') : '';
  return [...text.matchAll(/^[ \t]*(ETCD_[A-Z0-9_]+)[ \t]*=[ \t]*(.*?)[ \t\r]*$/gm)]
    .map(([, name = '', value = '']) => [name, value.replace(/^(["'])(.*)\1$/, '$2')] as const)
    .filter(([name, value]) => value !== '' && etcd.environment.has(name));
}
