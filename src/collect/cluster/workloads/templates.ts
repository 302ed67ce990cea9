import type { PodSpec } from '../../../model/cluster/workloads.ts';
import { type Raw, rawOf, rawsOf, textOf } from '../raw.ts';
import { podSpecOf } from '../reduce/pod-spec.ts';
import { controllerOf, type Owner } from './owner.ts';
import type { SpecTable } from './spec-table.ts';

/** Kinds of objects that make Pods from a template. */
export const TEMPLATE_KINDS = {
  deployments: { kind: 'Deployment', group: 'apps', revision: false },
  statefulsets: { kind: 'StatefulSet', group: 'apps', revision: false },
  daemonsets: { kind: 'DaemonSet', group: 'apps', revision: false },
  cronjobs: { kind: 'CronJob', group: 'batch', revision: false },
  // Made by others, one for each revision or run: their Pods lead on to who made them.
  replicasets: { kind: 'ReplicaSet', group: 'apps', revision: true },
  replicationcontrollers: { kind: 'ReplicationController', group: '', revision: true },
  jobs: { kind: 'Job', group: 'batch', revision: true },
} as const;
export type TemplateKind = keyof typeof TEMPLATE_KINDS;

/** Owners whose template says what all that they made look like. */
const KNOWN_MAKERS = new Set(['apps/Deployment', 'batch/CronJob']);

export interface Templated {
  owner: Owner;
  /** Its own controller. */
  controller: Owner | null;
  /** Null: not looked at, since a known maker's template says it; undefined: the table of specs is full. */
  spec: number | null | undefined;
  /** A Job that is complete or has failed: no Pod is made from its template any more. */
  finished: boolean;
}

/** Reduces objects of one kind to owners of Pods; null for those of which nothing can run. */
export function templatedAs(kindName: TemplateKind, specs: SpecTable): (object: Raw) => Templated | null {
  const { kind, group, revision } = TEMPLATE_KINDS[kindName];
  return (object) => {
    const controller = controllerOf(object);
    // Deployments keep ten old revisions each.
    if (revision && controller !== null && isIdle(object)) return null;
    const metadata = rawOf(object.metadata);
    const owner = { namespace: textOf(metadata.namespace), group, kind, name: textOf(metadata.name) };
    const made =
      revision && controller !== null && KNOWN_MAKERS.has(`${controller.group}/${controller.kind}`);
    const spec = made ? null : (specs.intern(templateOf(object)) ?? undefined);
    return { owner, controller, spec, finished: kind === 'Job' && isFinished(object) };
  };
}

function templateOf(object: Raw): PodSpec {
  const outer = rawOf(object.spec);
  const template = rawOf(rawOf(rawOf(outer.jobTemplate).spec).template ?? outer.template);
  return podSpecOf(rawOf(template.spec), rawOf(template.metadata));
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/controller/job/util/utils.go IsJobFinished */
function isFinished({ status }: Raw): boolean {
  return rawsOf(rawOf(status).conditions).some(
    (condition) => condition.status === 'True' && /^(Complete|Failed)$/.test(textOf(condition.type)),
  );
}

function isIdle(object: Raw): boolean {
  return rawOf(object.spec).replicas === 0 && !rawOf(object.status).replicas;
}
