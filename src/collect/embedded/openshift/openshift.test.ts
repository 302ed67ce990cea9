import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BOOT_SECONDS, capturedProcess, plantTree } from '../../../../test/support/collect/tree.ts';
import { kubeApiserver } from '../../../components/kube-apiserver/index.ts';
import { kubeControllerManager } from '../../../components/kube-controller-manager/index.ts';
import type { ProcessFacts } from '../../../model/snapshot.ts';
import { collectWith } from '../../collect-with.ts';

const CONFIG = '/etc/kubernetes/config.yaml';
const LISTENS = 'servingInfo: { bindAddress: "0.0.0.0:6443" }\n';

interface Given {
  server?: 'kube-apiserver' | 'kube-controller-manager';
  words?: readonly string[];
  config?: string | null;
  changed?: boolean;
}

async function facts({
  server = 'kube-apiserver',
  words = [`--openshift-config=${CONFIG}`],
  config = LISTENS,
  changed = false,
}: Given): Promise<ProcessFacts> {
  const root = plantTree({
    'proc/stat': `btime ${BOOT_SECONDS}\n`,
    ...capturedProcess(7, {
      argv: ['hyperkube', server, ...words],
      executable: '/usr/bin/hyperkube',
      cwd: '/',
      root: '/',
    }),
    ...(config === null ? {} : { [CONFIG]: config }),
  });
  if (config !== null) {
    const time = new Date((BOOT_SECONDS + (changed ? 86_400 : -86_400)) * 1000);
    utimesSync(join(root, CONFIG), time, time);
  }
  const snapshot = await collectWith([kubeApiserver, kubeControllerManager], {
    root,
    now: () => new Date((BOOT_SECONDS + 90_000) * 1000),
    toolVersion: '0.0.0',
    progress: () => {},
  });
  const [process] = snapshot.processes;
  if (process === undefined) throw new Error('no server');
  return process;
}

/** What the file adds to the command line, or why that is not known. */
async function added(given: Given): Promise<readonly string[] | string> {
  const { argv } = await facts(given);
  if (argv.state === 'present') return argv.value.slice(2 + (given.words?.length ?? 1));
  return argv.state === 'unreadable' ? argv.reason : 'absent';
}

describe('servers of OpenShift', () => {
  it.each<[string, string, string[]]>([
    [
      'flags in the order of their names, values in that of the file',
      'apiServerArguments:\n  v: ["2"]\n  authorization-mode: [Scope, RBAC]\n',
      ['--authorization-mode=Scope', '--authorization-mode=RBAC', '--v=2'],
    ],
    [
      'suites and version of TLS',
      'servingInfo: { bindAddress: "0.0.0.0:6443", cipherSuites: [A, B], minTLSVersion: VersionTLS12 }\n',
      ['--tls-cipher-suites=A', '--tls-cipher-suites=B', '--tls-min-version=VersionTLS12'],
    ],
    [
      'what the arguments say, whatever other keys do',
      'apiServerArguments: { tls-min-version: [VersionTLS13] }\nservingInfo: { bindAddress: "[::]:6443", minTLSVersion: VersionTLS12 }\n',
      ['--tls-min-version=VersionTLS13'],
    ],
    ['no words for no values', 'apiServerArguments: { feature-gates: null, v: [] }\n', []],
    ['nothing of other keys', 'consolePublicURL: ""\nauditConfig: { enabled: false }\n', []],
  ])('have %s', async (_what, config, words) => {
    const found = await added({ config: config.includes('bindAddress') ? config : config + LISTENS });

    const settings = /bind-address|secure-port|enable-admission-plugins/;
    expect([found].flat().filter((word) => !settings.test(word))).toEqual(words);
  });

  it.each([
    ['0.0.0.0:6443', '0.0.0.0', '6443'],
    ['[::]:6443', '::', '6443'],
    [':8443', '', '8443'],
  ])('listen on %s', async (bindAddress, address, port) => {
    const found = await added({ config: `servingInfo: { bindAddress: "${bindAddress}" }\n` });

    expect(found).toEqual(expect.arrayContaining([`--bind-address=${address}`, `--secure-port=${port}`]));
  });

  it.each<[string, string, readonly string[]]>([
    [
      'nothing',
      '',
      [
        'NodeRestriction',
        'OwnerReferencesPermissionEnforcement',
        'PodNodeSelector',
        'PodTolerationRestriction',
      ],
    ],
    [
      'one in a list',
      'enable-admission-plugins: ["PodNodeSelector,NodeRestriction"]',
      ['PodNodeSelector,NodeRestriction', 'OwnerReferencesPermissionEnforcement', 'PodTolerationRestriction'],
    ],
    [
      'that one is off',
      'disable-admission-plugins: [NodeRestriction]',
      ['OwnerReferencesPermissionEnforcement', 'PodNodeSelector', 'PodTolerationRestriction'],
    ],
  ])('have plugins of their own on by default where the file says %s', async (_what, argument, plugins) => {
    const found = await added({ config: `apiServerArguments: { ${argument} }\n${LISTENS}` });

    const enabling = '--enable-admission-plugins=';
    const words = [found].flat().filter((word) => word.startsWith(enabling));
    expect(words.map((word) => word.slice(enabling.length))).toEqual(plugins);
  });

  it('say where each word stands', async () => {
    const { argvOrigins } = await facts({
      config: `${LISTENS}apiServerArguments:\n  v:\n  - "2"\n  enable-admission-plugins: [PodNodeSelector, NodeRestriction, PodTolerationRestriction]\n`,
    });

    expect(argvOrigins).toEqual([
      { kind: 'flag', text: 'hyperkube' },
      { kind: 'flag', text: 'kube-apiserver' },
      { kind: 'flag', text: `--openshift-config=${CONFIG}` },
      { kind: 'file', path: CONFIG, line: 1 },
      ...[5, 5, 5].map((line) => ({ kind: 'file', path: CONFIG, line })),
      { kind: 'file', path: CONFIG, line: 1 },
      { kind: 'file', path: CONFIG, line: 4 },
      { kind: 'program', name: 'OpenShift' },
    ]);
  });

  it('take what their own flags say before', async () => {
    const config = 'extendedArguments: { use-service-account-credentials: ["true"] }\n';

    const { argv } = await facts({
      server: 'kube-controller-manager',
      words: ['--openshift-config', CONFIG, '--use-service-account-credentials=false'],
      config,
    });

    expect(argv).toMatchObject({
      state: 'present',
      value: [
        'hyperkube',
        'kube-controller-manager',
        '--openshift-config',
        CONFIG,
        '--use-service-account-credentials=false',
        '--use-service-account-credentials=true',
      ],
    });
  });

  it.each<[string, Given, string]>([
    ['is not there', { config: null }, 'not there'],
    ['changed since', { changed: true }, 'changed at'],
    ['is no YAML', { config: '{' }, 'line '],
    ['is a list', { config: '[]' }, 'keys and values are expected'],
    [
      'has no address',
      { config: 'apiServerArguments: {}\n' },
      'servingInfo.bindAddress is no address with a port',
    ],
    [
      'has an address without a port',
      { config: 'servingInfo: { bindAddress: "0.0.0.0" }\n' },
      'is no address',
    ],
    [
      'has a text for a list',
      { config: `apiServerArguments:\n  v: "2"\n${LISTENS}` },
      'line 2: apiServerArguments.v',
    ],
    [
      'has a number for a text',
      { config: `apiServerArguments: { v: [2] }\n${LISTENS}` },
      'is no list of texts',
    ],
    ['has a list for the arguments', { config: `apiServerArguments: []\n${LISTENS}` }, 'is no map'],
    [
      'has a map for a version',
      { config: 'servingInfo: { bindAddress: ":1", minTLSVersion: {} }\n' },
      'is no text',
    ],
    [
      'has audit settings of old',
      { config: `auditConfig: { enabled: true }\n${LISTENS}` },
      'auditConfig is on',
    ],
  ])('are not judged where the file %s', async (_what, given, reason) => {
    const words = await added(given);

    expect(words).toContain(`--openshift-config names ${CONFIG}: `);
    expect(words).toContain(reason);
  });

  it('are like others without such a file', async () => {
    const { argv, argvOrigins } = await facts({ words: ['--v=2'] });

    expect(argv).toMatchObject({ state: 'present', value: ['hyperkube', 'kube-apiserver', '--v=2'] });
    expect(argvOrigins).toBeUndefined();
  });
});
