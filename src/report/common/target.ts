import type { Target } from '../../model/finding.ts';

/** What was judged, as a heading says it: `kubelet 1.34.1 · pid 1393`. */
export function targetTitle(target: Target): string {
  if (target.kind === 'node') return target.component;
  if (target.kind === 'cluster') return `${target.component} · ${target.cluster}`;
  const version = target.version === undefined ? '' : ` ${target.version}`;
  const name = target.name === undefined ? '' : ` · ${target.name}`;
  const where = target.kind === 'process' ? `pid ${target.pid}` : `${target.path}:${target.line}`;
  return `${target.component}${version}${name} · ${where}`;
}
