import { NotNow } from '../input.ts';
import type { Met, NeedContext } from './need.ts';

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubelet/cm/container_manager_linux.go setupKernelTunables */
const WANTED: readonly (readonly [name: string, value: string])[] = [
  ['vm/overcommit_memory', '1'],
  ['vm/panic_on_oom', '0'],
  ['kernel/panic', '10'],
  ['kernel/panic_on_oops', '1'],
  ['kernel/keys/root_maxkeys', '1000000'],
  ['kernel/keys/root_maxbytes', '25000000'],
];

/** The kubelet does not start with protectKernelDefaults while one of them differs. */
export function kernelDefaults({ input }: NeedContext): Met {
  const wrong = WANTED.flatMap(([name, value]) => {
    const found = input.files.read(`/proc/sys/${name}`, 4096);
    const now = found.state === 'read' ? found.value.toString('utf8').trim() : 'not readable';
    return now === value ? [] : [`${name.replaceAll('/', '.')} = ${value} (now ${now})`];
  });
  if (wrong.length > 0) {
    throw new NotNow(
      'prerequisite',
      `The kubelet would not start: it wants ${wrong.join(', ')}.`,
      `write to /etc/sysctl.d/90-kubelet.conf, then sysctl --system: ${wrong.map((one) => one.replace(/ \(.*/, '')).join('; ')}`,
    );
  }
  return {
    prerequisite: {
      what: 'The kernel has the settings that the kubelet wants.',
      seen: 'all six in /proc/sys',
    },
  };
}
