import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { Component, ProcessIdentity } from '../component.ts';
import { apiServerSetting } from './settings.ts';

/** Calls that print and exit. */
const PRINTS = new Set(['-h', '--help', '--version', '--version=true']);

export const kubeApiserver: Component = {
  name: 'kube-apiserver',
  recognise: ({ executable, argv }: ProcessIdentity) => {
    const program = executable ?? argv[0] ?? '';
    return program.split('/').at(-1) === 'kube-apiserver' && !argv.slice(1).some((word) => PRINTS.has(word));
  },
  environment: new Set<string>(),
  secretFlags: new Set<string>(),
  secretVariables: new Set<string>(),
  configKeys: new Set<string>(),
  secretConfigKeys: new Set<string>(),
  packages: [{ name: 'kube-apiserver', executable: '/usr/bin/kube-apiserver' }],
  wanted: (process: ProcessFacts) => {
    const path = apiServerSetting(valueIfPresent(process.argv) ?? [], 'client-ca-file').value;
    return typeof path === 'string' && path !== '' ? [{ path, as: 'certificates' }] : [];
  },
};
