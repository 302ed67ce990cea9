import { lastValue } from './flag-edits.ts';
import { NotNow, type Task } from './input.ts';
import { hostPathOf, type StaticPod } from './static-pod.ts';

const CONFIG_FLAGS: Readonly<Record<string, string>> = { etcd: 'config-file', 'kube-scheduler': 'config' };

/** What a file decides cannot be set by a flag. @param pod that starts it; null where a service does */
export function refuseDecidedByFile(
  task: Task,
  component: string,
  argv: readonly string[],
  pod: StaticPod | null,
): void {
  const file = lastValue(argv, CONFIG_FLAGS[component] ?? '');
  const fromFile = task.finding.evidence.some(({ origin }) => origin.kind === 'file');
  if (file === undefined || (component !== 'etcd' && !fromFile)) return;
  const host = pod === null ? file : (hostPathOf(pod, file)?.path ?? file);
  const wanted = Object.entries(task.rule.remediation.set).map(([name, value]) => `${name} ${value}`);
  const restart =
    pod === null
      ? `restart ${component}`
      : `move ${pod.path} out of its directory, wait until the Pod has ended, and move it back`;
  const unnoticed = pod === null ? '' : ', and the kubelet starts no Pod anew when such a file changes';
  throw new NotNow(
    'explain',
    `${component} reads ${file}, which decides it${unnoticed}.`,
    `in ${host}, by the keys of that file: ${wanted.join(', ')}; then ${restart}`,
  );
}
