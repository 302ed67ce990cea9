import type { Component } from '../../../components/component.ts';
import { etcd } from '../../../components/etcd/index.ts';
import { kubeApiserver } from '../../../components/kube-apiserver/index.ts';
import { kubeControllerManager } from '../../../components/kube-controller-manager/index.ts';
import { kubeScheduler } from '../../../components/kube-scheduler/index.ts';
import { kubelet } from '../../../components/kubelet/index.ts';
import type { GoValue } from '../../config/go-value.ts';
import { versionOfImage } from '../../version/normalise.ts';
import type { GivenDocument } from '../documents.ts';
import type { Plan } from '../planned.ts';
import { at, mapAt, textAt } from '../values.ts';
import { openIn, wordsWith } from './arguments.ts';
import {
  API_SERVER,
  AUDIT_POLICY,
  COMPARED,
  CONTROLLER_MANAGER,
  ETCD,
  KUBELET,
  KUBELET_CONFIG,
  KUBELET_UNLESS_SET,
  type OwnArguments,
  PROTECTED,
  SCHEDULER,
} from './own-arguments.ts';
import { partOf } from './part.ts';

/** What a node with Talos would start with its machine configuration. */
export function talosPlans(document: GivenDocument): Plan[] {
  if (document.kind !== 'TalosConfiguration') return [];
  const type = textAt(document.value, 'machine', 'type');
  return type === 'worker'
    ? [kubeletOf(document)]
    : [...controlPlane(document, isKnown(type)), kubeletOf(document)];
}

/** What a reader should know of a file that holds such a configuration. */
export function talosNote(path: string): string {
  return `${path} is judged as Talos ${COMPARED} reads it without patches.`;
}

/** `init` is the old name of the first node of a control plane. */
function isKnown(type: string): boolean {
  return type === 'controlplane' || type === 'init';
}

function controlPlane(document: GivenDocument, known: boolean): Plan[] {
  const rows: readonly [Component, string, OwnArguments][] = [
    [kubeApiserver, 'apiServer', apiServer(document.value)],
    [kubeControllerManager, 'controllerManager', CONTROLLER_MANAGER],
    [kubeScheduler, 'scheduler', SCHEDULER],
    [etcd, 'etcd', ETCD],
  ];
  return rows
    .filter(([, key]) => !isOn(at(document.value, 'machine', 'controlPlane', key, 'disabled')))
    .map(([component, key, own]) => {
      const section = at(document.value, 'cluster', key);
      const plan = planOf(document, component, ['cluster', key], { own, section });
      return known ? plan : { ...plan, words: { unknown: NO_TYPE } };
    });
}

const NO_TYPE = 'machine.type does not say whether it is of the control plane or of a worker';

/** Authorizers are Node and RBAC, told by a file or a flag, unless the user has others. */
function apiServer(value: GoValue): OwnArguments {
  const isOwn = at(value, 'cluster', 'apiServer', 'authorizationConfig') !== undefined;
  return isOwn ? { ...API_SERVER, open: [...API_SERVER.open, 'authorizers'] } : API_SERVER;
}

interface Part {
  own: OwnArguments;
  section: GoValue | undefined;
}

function planOf(
  document: GivenDocument,
  component: Component,
  path: readonly [string, string],
  { own, section }: Part,
): Plan {
  const extraArgs = at(section, 'extraArgs');
  const open = openIn(own, extraArgs);
  return {
    component,
    planned: {
      path: document.path,
      line: mapAt(document.value, path[0])?.entries.get(path[1])?.line ?? document.line,
      what: `Talos’ ${component.name}`,
      form: { kind: 'talos', section: [...path] },
      unsaid: [],
      ...(open.length === 0 ? {} : { open: [{ settings: open, because: OPEN }] }),
    },
    words: wordsWith(component.name, own, extraArgs),
    environment: environmentIn(section, component),
    version: versionOfImage(textAt(section, 'image')),
    addedBy: 'Talos',
    files: component === kubeApiserver ? auditPolicy(document, section) : [],
  };
}

const OPEN = 'It depends on the version of Talos or on the node, and the file does not say it.';

function environmentIn(section: GoValue | undefined, component: Component): Plan['environment'] {
  const found = new Map<string, string>();
  for (const [name, { value }] of mapAt(section, 'env')?.entries ?? [])
    if (component.environment.has(name) && value.type === 'string') found.set(name, value.value);
  return found;
}

function auditPolicy({ path }: GivenDocument, section: GoValue | undefined): Plan['files'] {
  const policy = mapAt(section, 'auditPolicy');
  return policy === undefined ? [] : [{ named: AUDIT_POLICY, path, bytes: partOf(policy, {}) }];
}

const HEAD = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' };

function kubeletOf(document: GivenDocument): Plan {
  const section = at(document.value, 'machine', 'kubelet');
  const extra = mapAt(section, 'extraConfig');
  const unset = KUBELET_UNLESS_SET.filter(({ key }) => extra?.entries.has(key) !== true);
  const own: OwnArguments = {
    ...KUBELET,
    own: {
      ...KUBELET.own,
      ...Object.fromEntries(unset.map(({ name, value }) => [name, value])),
      ...(isOn(at(section, 'defaultRuntimeSeccompProfileEnabled')) ? { 'seccomp-default': 'true' } : {}),
    },
  };
  const plan = planOf(document, kubelet, ['machine', 'kubelet'], { own, section });
  const refused = PROTECTED.find((key) => extra?.entries.has(key) === true);
  const unknown = isOn(at(section, 'skipNodeRegistration'))
    ? 'a kubelet that does not register itself is set up otherwise'
    : refused === undefined
      ? null
      : `Talos refuses ${refused} in extraConfig`;
  const bytes = extra === undefined ? Buffer.from(JSON.stringify(HEAD), 'utf8') : partOf(extra, HEAD);
  return {
    ...plan,
    words: unknown === null ? plan.words : { unknown },
    files: [{ named: KUBELET_CONFIG, path: document.path, bytes }],
  };
}

function isOn(value: GoValue | undefined): boolean {
  return value?.type === 'boolean' && value.value;
}
