/** `v1.34.1`, with what distributions put behind it: `-rc.1`, `+k3s1`, `-gke.100`, `-eks-113cf36`. */
const VERSION = String.raw`v?\d+(?:\.\d+)*(?:[-+.~](?:[a-z]{1,6}[.-]?\d[\w.-]*|[0-9a-f]{7,40}|\d+))*`;
/** What the program is kept as beside a wrapper of its name; the last is NixOS's habit, as in `.kubelet-wrapped`. */
const KEPT_AS = 'real|orig|bin|server|wrapped_*';
const PLATFORM = 'linux|amd64|arm64';

/**
 * Whether a file's name is that of a program, perhaps with a version, a platform or the mark of one that a wrapper
 * starts: `etcd3.5`, `kube-proxy-linux-amd64`, `kubelet.real`. Other programs go on with other words:
 * `kubelet-csr-approver`, `kubelet_exporter`.
 */
export function isNamed(file: string, program: string): boolean {
  const known = shapes.get(program) ?? shapeOf(program);
  shapes.set(program, known);
  return known.test(file);
}

const shapes = new Map<string, RegExp>();

function shapeOf(program: string): RegExp {
  return new RegExp(`^\\.?${program}(?:[-_.]?${VERSION}|[-_.](?:${PLATFORM}|${KEPT_AS}))*$`);
}
