import { etcdSettings, type SettingSpec, variableOf } from '../../components/etcd/settings.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { SettingValue } from '../../model/finding.ts';
import type { Operation } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { elsewhere } from './by-hand.ts';
import { etcdConfigFile, etcdEnvironmentFile } from './etcd-files.ts';
import { type FlagEdit, lastValue } from './flag-edits.ts';
import { NotNow, type PlanInput } from './input.ts';
import { editable } from './node-file.ts';
import { withFile, withFlags, withVariable } from './predict.ts';
import type { StaticPod } from './static-pod.ts';
import { edited, type Working, withOperations } from './working.ts';

/**
 * Sets a setting of etcd where its settings stand: the manifest that starts it, its configuration file, else the
 * environment file of its unit. Throws NotNow where it stands elsewhere.
 */
export function withEtcdEdit(
  input: PlanInput,
  pod: StaticPod | null,
  working: Working,
  edit: FlagEdit,
): Working {
  if (pod !== null) return withManifestFlag(pod, working, edit);
  const path = etcdConfigFile(working.process);
  return path === null ? withEtcdVariable(input, working, edit) : withKey(input, working, edit, path);
}

function withManifestFlag(pod: StaticPod, working: Working, edit: FlagEdit): Working {
  const operation: Operation = { kind: 'manifest-flag', container: pod.container, ...edit };
  const file = working.operations.get(pod.path)?.file ?? pod.file;
  const operations = withOperations(working.operations, file, [operation]);
  edited(file, operations.get(pod.path)?.list ?? []);
  return { ...working, operations, process: withFlags(working.process, [edit]) };
}

function withKey(input: PlanInput, working: Working, { flag, value }: FlagEdit, path: string): Working {
  const spec: SettingSpec | undefined = (etcdSettings as Readonly<Record<string, SettingSpec>>)[flag];
  const key = spec?.file ?? null;
  if (spec === undefined || key === null)
    throw new NotNow('explain', `${path} decides, and it has no key for ${flag}.`);
  const file = working.operations.get(path)?.file ?? editable(input.files, path);
  const operations = withOperations(working.operations, file, [
    { kind: 'config-key', path: key.split('.'), value: typed(spec, value) },
  ]);
  const content = input.reread('etcd', edited(file, operations.get(path)?.list ?? []));
  if (content === null) throw new NotNow('refused', `${path} could not be read after the edit.`);
  return { ...working, operations, process: withContent(working.process, path, content) };
}

function typed({ kind }: SettingSpec, value: string | null): SettingValue {
  return kind === 'boolean' && value !== null ? value === 'true' : value;
}

function withContent(
  process: ProcessFacts,
  path: string,
  content: Parameters<typeof withFile>[2],
): ProcessFacts {
  const named = Object.entries(process.files).find(
    ([, fact]) => valueIfPresent(fact)?.hostPath === path,
  )?.[0];
  return withFile(process, named ?? path, content);
}

function withEtcdVariable(input: PlanInput, working: Working, { flag, value }: FlagEdit): Working {
  const { process } = working;
  const variable = variableOf(flag);
  const byHand = elsewhere(process, input.report.node.distribution, [{ flag, value }]);
  if (lastValue(valueIfPresent(process.argv) ?? [], flag) !== undefined)
    throw new NotNow(
      'explain',
      `--${flag} stands on the command line of etcd, beside which no ${variable} may be set.`,
      byHand,
    );
  const file = etcdEnvironmentFile(input, process, variable);
  if (file === null)
    throw new NotNow(
      'explain',
      `etcd (pid ${process.pid}) is started by no static Pod manifest and no environment file that was found.`,
      byHand,
    );
  const known = working.operations.get(file.path)?.file ?? file;
  const operations = withOperations(working.operations, known, [
    { kind: 'environment-variable', variable, value },
  ]);
  edited(known, operations.get(file.path)?.list ?? []);
  return { ...working, operations, process: withVariable(process, variable, value) };
}
