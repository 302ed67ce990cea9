import { posix } from 'node:path';
import { collectWith } from '../../../src/collect/collect-with.ts';
import type { Component, WantedFile } from '../../../src/components/component.ts';
import type { ProcessFacts, Snapshot } from '../../../src/model/snapshot.ts';

/** A component named etcd that wants the given files: what collecting needs to know of one, and nothing else. */
export function testComponent(
  wanted: readonly WantedFile[] | ((process: ProcessFacts) => readonly WantedFile[]) = [],
): Component {
  return {
    name: 'etcd',
    recognise: ({ executable, argv }) => posix.basename(executable ?? argv[0] ?? '') === 'etcd',
    environment: new Set(['ETCD_NAME', 'ETCD_TOKEN']),
    secretVariables: new Set(['ETCD_TOKEN']),
    secretFlags: new Set(['secret-token']),
    secretConfigKeys: new Set(['any.x.name']),
    configKeys: new Set(['name', 'data-dir', 'client-transport-security.cert-file', 'any.*.name']),
    packages: [{ name: 'etcd-server', executable: '/usr/bin/etcd' }],
    wanted: typeof wanted === 'function' ? wanted : () => wanted,
  };
}

export function collectTest(root: string | null, component: Component = testComponent()): Promise<Snapshot> {
  return collectWith([component], {
    root,
    now: () => new Date('2026-11-26T10:00:00Z'),
    toolVersion: '0.0.0',
    progress: () => {},
  });
}
