import type { ProcessFacts } from '../../model/snapshot.ts';
import type { Component, WantedFile } from '../component.ts';
import { configKeysOf } from '../kubernetes/config-fields.ts';
import { textOf } from '../kubernetes/lookup.ts';
import { readFlags } from '../kubernetes/read-flags.ts';
import { isServer } from '../kubernetes/recognise.ts';
import { namedFiles, wantedByAll } from '../kubernetes/wanted.ts';
import { proxyConfigFields } from './config-file.ts';
import { conventions, PROGRAM } from './conventions.ts';
import { proxyFlags } from './flags.ts';
import { readSources } from './in-force.ts';

const KEYS = configKeysOf(proxyConfigFields);

export const kubeProxy: Component = {
  name: PROGRAM,
  recognise: (identity) =>
    isServer(identity, {
      names: [PROGRAM, 'proxy'],
      table: proxyFlags,
      conventions,
      oneShot: ['write-config-to', 'cleanup', 'init-only'],
    }),
  environment: new Set<string>(),
  secretFlags: new Set<string>(),
  secretVariables: new Set<string>(),
  configKeys: KEYS,
  secretConfigKeys: new Set<string>(),
  packages: [{ name: PROGRAM, executable: `/usr/bin/${PROGRAM}` }],
  wanted: (process) => wantedByAll(process, wantedBy),
};

/** The configuration file first; once it is read, the kubeconfig that it or the flag names. */
function wantedBy(process: ProcessFacts, minor: number): readonly WantedFile[] {
  const line = readFlags(process, proxyFlags, conventions(minor));
  if (line.outcome !== 'read') return [];
  const path = textOf(line.lookup, 'config');
  const config: WantedFile[] = path === null ? [] : [{ path, as: 'config', keys: KEYS }];
  const sources = readSources(process, minor);
  return sources.outcome === 'read'
    ? [...config, ...namedFiles(sources.lookup, { kubeconfig: 'kubeconfig' })]
    : config;
}
