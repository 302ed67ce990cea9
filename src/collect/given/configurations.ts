import { kubeProxy } from '../../components/kube-proxy/index.ts';
import { kubeScheduler } from '../../components/kube-scheduler/index.ts';
import { kubelet } from '../../components/kubelet/index.ts';
import { bytesOf, type GivenDocument } from './documents.ts';
import type { Plan, PlannedWord } from './planned.ts';

const NAMED = '/configuration';

/** Settings that no configuration file of the component has, by the names that rules use. */
export const KUBELET_ELSEWHERE = ['hostname-override', 'hostname-overridden', 'unit-ip-address-deny'];

const FORMS = {
  KubeletConfiguration: {
    component: kubelet,
    unsaid: KUBELET_ELSEWHERE,
    because: 'Flags and the unit of the kubelet decide it, which no configuration file of it holds.',
  },
  KubeSchedulerConfiguration: {
    component: kubeScheduler,
    unsaid: ['bind-address'],
    because: 'A flag of the scheduler decides it, which no configuration file of it holds.',
  },
  KubeProxyConfiguration: { component: kubeProxy, unsaid: [], because: '' },
} as const;

/** Setting names of a plan that stand for whatever a file leaves at its default. */
export const WHATEVER_IS_UNSET = '*';

/** A component as it runs with such a file and no flags but the one that names it; null for other documents. */
export function configuredIn(document: GivenDocument, dropIns: readonly GivenDocument[]): Plan | null {
  const { kind, path, line } = document;
  if (
    kind !== 'KubeletConfiguration' &&
    kind !== 'KubeSchedulerConfiguration' &&
    kind !== 'KubeProxyConfiguration'
  )
    return null;
  const { component, unsaid, because } = FORMS[kind];
  const patches = kind === 'KubeletConfiguration' ? dropIns : [];
  return {
    component,
    planned: {
      path,
      line,
      what: kind,
      form: { kind: 'configuration' },
      unsaid: [...unsaid],
      ...(because === '' ? {} : { because }),
    },
    words: wordsFor(component.name, patches.length > 0),
    environment: new Map(),
    version: null,
    addedBy: 'whoever starts it',
    files: [{ named: NAMED, path, bytes: bytesOf(document) }, ...patches.map(patch)],
  };
}

const DROP_INS = '/configuration.d';

/** No more than it takes to start with the file; a kubelet that checks tokens needs a kubeconfig to do so. */
function wordsFor(component: string, dropIns: boolean): PlannedWord[] {
  const kubeconfig = component === 'kubelet' ? [`--kubeconfig=${KUBECONFIG}`] : [];
  const directory = dropIns ? [`--config-dir=${DROP_INS}`] : [];
  return [component, `--config=${NAMED}`, ...directory, ...kubeconfig].map((text) => ({ text, line: null }));
}

export const KUBECONFIG = '/etc/kubernetes/kubelet.conf';

function patch(document: GivenDocument): Plan['files'][number] {
  const { path } = document;
  return { named: `${DROP_INS}/${path.split('/').at(-1)}`, path, bytes: bytesOf(document) };
}

/** Drop-ins whose base is not among the files: what they do not set, that decides. */
export function dropInsAlone(dropIns: readonly GivenDocument[]): Plan[] {
  const [first] = dropIns;
  if (first === undefined) return [];
  const base = Buffer.from('apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n');
  const because = 'The file that these drop-ins are laid over decides it, and is not among those given.';
  return [
    {
      component: kubelet,
      planned: {
        path: first.path,
        line: first.line,
        what: 'drop-ins of the kubelet',
        form: { kind: 'configuration' },
        unsaid: [WHATEVER_IS_UNSET, ...KUBELET_ELSEWHERE],
        because,
      },
      words: wordsFor('kubelet', true),
      environment: new Map(),
      version: null,
      addedBy: 'whoever starts it',
      files: [{ named: NAMED, path: first.path, bytes: base }, ...dropIns.map(patch)],
    },
  ];
}

/** The kubelet reads files of its drop-in directory that end so, and its own file is never named so by habit. */
export function isDropIn({ kind, path }: GivenDocument): boolean {
  return kind === 'KubeletConfiguration' && path.endsWith('.conf');
}
