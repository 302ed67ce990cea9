import type { ProcessFacts } from '../../model/snapshot.ts';
import type { Component, WantedFile } from '../component.ts';
import { readFlags } from '../kubernetes/read-flags.ts';
import { isServer } from '../kubernetes/recognise.ts';
import { namedFiles, wantedByAll } from '../kubernetes/wanted.ts';
import { controllerManagerFlags } from './flags.ts';
import { conventions, PROGRAM } from './in-force.ts';

const FILES: Readonly<Record<string, WantedFile['as']>> = {
  kubeconfig: 'kubeconfig',
  'authentication-kubeconfig': 'kubeconfig',
  'authorization-kubeconfig': 'kubeconfig',
  'root-ca-file': 'attributes',
  'service-account-private-key-file': 'attributes',
};

export const kubeControllerManager: Component = {
  name: PROGRAM,
  recognise: (identity) =>
    isServer(identity, {
      names: [PROGRAM, 'controller-manager'],
      table: controllerManagerFlags,
      conventions,
      oneShot: [],
    }),
  environment: new Set<string>(),
  secretFlags: new Set<string>(),
  secretVariables: new Set<string>(),
  configKeys: new Set<string>(),
  secretConfigKeys: new Set<string>(),
  packages: [{ name: PROGRAM, executable: `/usr/bin/${PROGRAM}` }],
  wanted: (process) => wantedByAll(process, wantedBy),
};

function wantedBy(process: ProcessFacts, minor: number): readonly WantedFile[] {
  const line = readFlags(process, controllerManagerFlags, conventions(minor));
  return line.outcome === 'read' ? namedFiles(line.lookup, FILES) : [];
}
