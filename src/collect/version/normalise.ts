/** `registry.k8s.io/etcd:3.5.21-0` gives `3.5.21`, `…:v3.5` gives `3.5`; null for `latest`, no tag, or a digest only. */
export function versionOfImage(reference: string): string | null {
  const name = reference.split('@')[0] ?? '';
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  return tag === undefined ? null : leadingVersion(tag);
}

/** Upstream part of a Debian version: `1:3.4.23-4+b4` gives `3.4.23`. */
export function versionOfPackage(version: string): string | null {
  return leadingVersion(version.replace(/^\d+:/, ''));
}

function leadingVersion(text: string): string | null {
  return /^v?(\d+\.\d+(?:\.\d+)?)(?![.\d])/.exec(text)?.[1] ?? null;
}

/**
 * Version in the path of an executable, from the deepest part that names the program and a version
 * (`/opt/etcd-v3.5.21-linux-amd64/etcd`, `/usr/bin/etcd-3.5`) or nothing but a full version (`/opt/3.5.21/etcd`).
 */
export function versionOfPath(path: string, program: string): string | null {
  for (const name of path.split('/').reverse()) {
    const version =
      namedVersion(name, program) ??
      releaseVersion(name, program) ??
      /^v?(\d+\.\d+\.\d+)(?:[-_+].*)?$/.exec(name)?.[1];
    if (version !== undefined) return version;
  }
  return null;
}

/** A directory of all programs of a Kubernetes release: `kubernetes-v1.34.1`. */
function releaseVersion(name: string, program: string): string | undefined {
  return /^kube/.test(program) ? namedVersion(name, 'kubernetes') : undefined;
}

function namedVersion(name: string, program: string): string | undefined {
  const at = name.lastIndexOf(program);
  if (at < 0 || (at > 0 && !/[-_]/.test(name[at - 1] ?? ''))) return undefined;
  return /^[-_.]?v?(\d+\.\d+(?:\.\d+)?)(?:[-_+].*)?$/.exec(name.slice(at + program.length))?.[1];
}
