import { valueIfPresent } from '../../model/fact.ts';
import type { Restart } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { elsewhere } from './by-hand.ts';
import { addEtcdTask } from './etcd-task.ts';
import { flagEdits } from './flag-edits.ts';
import { NotNow, type PlanInput, type Task } from './input.ts';
import { addKubeletTask } from './kubelet-task.ts';
import { addManifestTask } from './manifest-task.ts';
import { addPlacedTask } from './placed-task.ts';
import { kubelitePlaces } from './places/kubelite.ts';
import type { Places } from './places/place.ts';
import { hasList, rancherPlaces } from './places/rancher.ts';
import { serviceOf, servicePlaces } from './places/service.ts';
import { addProxyTask } from './proxy-task.ts';
import { staticPodOf } from './static-pod.ts';
import type { Working } from './working.ts';

/** How a component of this node is repaired: by which files, and what restarts for it. */
export interface Way {
  readonly restarts: Restart;
  /** @throws NotNow when the task is not planned */
  add(working: Working, task: Task): Working;
}

/** Components that are edited as services of their own; etcd has ways of its own. */
const SERVICES: readonly string[] = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

/** Throws NotNow where editing what starts a process would not do. */
export function wayOf(input: PlanInput, process: ProcessFacts): Way {
  const { component, pid, inside } = process;
  const places = placesOf(input, process);
  if (places !== null) {
    return {
      restarts: places.restarts,
      add: (working, task) => addPlacedTask(input, places, working, task),
    };
  }
  const restarts = { component, pid };
  if (component === 'kubelet' && inside === undefined) {
    return { restarts, add: (working, task) => addKubeletTask(input, working, task) };
  }
  if (component === 'kube-proxy' && inside === undefined) {
    return { restarts, add: (working, task) => addProxyTask(input, working, task) };
  }
  const pod = inside === undefined ? staticPodOf(input, process) : null;
  if (pod !== null) return { restarts, add: (working, task) => addManifestTask(input, pod, working, task) };
  if (component === 'etcd' && inside === undefined)
    return { restarts, add: (working, task) => addEtcdTask(input, working, task) };
  return { restarts, add: (_, task) => leaveToPerson(input, process, task) };
}

/** The files of a distribution or of a service that hold the flags of a component; null where there are none such. */
function placesOf(input: PlanInput, process: ProcessFacts): Places | null {
  const { component, inside, pid } = process;
  if (inside === 'kubelite') return kubelitePlaces(input, process);
  if (inside === 'k3s' && hasList(component)) return rancherPlaces(input, 'k3s', pid, process);
  const rke2 = inside === undefined ? input.snapshot.programs.find(({ name }) => name === 'rke2') : undefined;
  if (rke2 !== undefined && hasList(component)) return rancherPlaces(input, 'rke2', rke2.pid, process);
  if (!SERVICES.includes(component)) return null;
  const start = serviceOf(input, process);
  return start === null ? null : servicePlaces(input, process, start);
}

function leaveToPerson(input: PlanInput, process: ProcessFacts, task: Task): never {
  const { component, pid, inside } = process;
  const edits = flagEdits(task.rule, task.fix, valueIfPresent(process.argv) ?? []);
  throw new NotNow(
    'explain',
    inside === undefined
      ? `${component} (pid ${pid}) is started by no static Pod manifest that was found.`
      : `${component} runs inside ${inside}, which gives it its arguments.`,
    elsewhere(process, input.report.node.distribution, edits),
  );
}
