import type { Container } from '../../../model/cluster/workloads.ts';
import type { Parameters } from '../../subject.ts';
import { type ClusterView, listParameter } from '../view.ts';
import { containers, onLinux } from './containers.ts';
import type { PodRule } from './judged-workloads.ts';

/** Runtimes compare names of capabilities without regard to case. */
function upper(list: readonly string[]): string[] {
  return list.map((one) => one.toUpperCase());
}

/**
 * Names as CRI-O adds them, with and without their prefix. What is dropped must be without it everywhere else.
 * https://github.com/cri-o/cri-o/blob/v1.33.0/internal/factory/container/container.go SpecSetupCapabilities
 */
export function addedTo({ addedCapabilities }: Container): string[] {
  return upper(addedCapabilities).map(withoutPrefix);
}

/** The parameter allowed-capabilities, as capabilities are named by `addedTo`. */
export function allowedBy(parameters: Parameters): string[] {
  return upper(listParameter(parameters, 'allowed-capabilities')).map(withoutPrefix);
}

/** A name as Kubernetes has it, without `CAP_`. */
function withoutPrefix(name: string): string {
  return name.replace(/^CAP_/, '');
}

/** Whether a container keeps what its runtime gives: CRI-O does not look at the list of a privileged one. */
export function keepsCapabilities({ droppedCapabilities, privileged }: Container): boolean {
  return privileged || !dropsAll({ droppedCapabilities });
}

export function dropsAll({ droppedCapabilities }: Pick<Container, 'droppedCapabilities'>): boolean {
  return upper(droppedCapabilities).includes('ALL');
}

export function rawSockets(): PodRule {
  const check = onLinux(
    containers((container) => {
      if (container.privileged) return 'is privileged and so has NET_RAW';
      if (addedTo(container).some((one) => one === 'NET_RAW' || one === 'ALL')) return 'adds NET_RAW';
      const dropped = upper(container.droppedCapabilities);
      return dropped.includes('NET_RAW') || dropped.includes('ALL') ? null : 'keeps NET_RAW';
    }),
  );
  return { check, holds: 'every container drops NET_RAW' };
}

/** All that are added, but those of the parameter allowed-capabilities. */
export function addedCapabilities({ parameters }: ClusterView): PodRule {
  const allowed = allowedBy(parameters);
  const check = onLinux(
    containers(({ addedCapabilities: list }) => {
      const more = list.filter((one) => !allowed.includes(withoutPrefix(one.toUpperCase())));
      return more.length === 0 ? null : `adds ${more.join(', ')}`;
    }),
  );
  const others = allowed.length === 0 ? '' : ` but ${allowed.join(', ')}`;
  return { check, holds: `no container adds capabilities${others}` };
}

export function keptCapabilities(): PodRule {
  const check = onLinux(
    containers((container) => {
      if (!keepsCapabilities(container)) return null;
      return container.privileged
        ? 'is privileged and so keeps all capabilities'
        : 'does not drop ALL capabilities';
    }),
  );
  return { check, holds: 'every container drops ALL capabilities' };
}
