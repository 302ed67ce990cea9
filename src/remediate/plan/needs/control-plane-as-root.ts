import { NotNow } from '../input.ts';
import type { Met, NeedContext } from './need.ts';

const CONTROL_PLANE = new Set(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']);

/** With RootlessControlPlane files belong to the components' own users, who must be able to read them. */
export function controlPlaneAsRoot({ input }: NeedContext): Met {
  const processes = input.snapshot.processes.filter(({ component }) => CONTROL_PLANE.has(component));
  const other = processes.find(({ uid }) => uid !== 0);
  if (other !== undefined) {
    const who = other.uid === null ? 'a user that is not known' : `uid ${other.uid}`;
    throw new NotNow(
      'prerequisite',
      `${other.component} (pid ${other.pid}) runs as ${who}, who must still be able to read its files.`,
      'give the file to that user and take the bits of others away',
    );
  }
  const seen =
    processes.length === 0 ? 'none runs here' : processes.map(({ component }) => component).join(', ');
  return { prerequisite: { what: 'The components of the control plane run as root.', seen } };
}
