import type { ProcessFacts } from '../../model/snapshot.ts';
import type { FlagEdit } from './flag-edits.ts';

/** Flags as a person would write them. */
export function flagsText(edits: readonly FlagEdit[]): string {
  return edits
    .map(({ flag, value }) => (value === null ? `take --${flag} away` : `set --${flag}=${value}`))
    .join(', ');
}

/** Where the arguments of a component stand that no static Pod manifest of its own starts. */
export function elsewhere(process: ProcessFacts, distribution: string, edits: readonly FlagEdit[]): string {
  const { component, inside } = process;
  if (distribution === 'k3s' || distribution === 'rke2') {
    const list = `${component === 'etcd' ? 'etcd' : component}-arg`;
    const items = edits.map(({ flag, value }) =>
      value === null ? `(without ${flag})` : `"${flag}=${value}"`,
    );
    return `in /etc/rancher/${distribution}/config.yaml on every server: ${list}: [${items.join(', ')}], then restart ${distribution}`;
  }
  if (distribution === 'microk8s') {
    return `in /var/snap/microk8s/current/args/${component}: ${flagsText(edits)}, then snap restart microk8s`;
  }
  const where =
    inside === undefined ? 'the unit, environment file or manifest' : `the configuration of ${inside}`;
  return `in ${where} that starts ${component}: ${flagsText(edits)}, then restart it`;
}
