import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  BOOT_SECONDS,
  type CapturedProcess,
  capturedProcess,
  plantTree,
} from '../../../../test/support/collect/tree.ts';
import { openHost } from '../../host.ts';
import { candidates } from '../../proc/candidates.ts';
import { insideOf } from '../embedders.ts';
import type { Inside } from '../inside.ts';
import { argsFileWords, expandGo } from './args-file.ts';

const ARGS = '/var/snap/microk8s/8511/args';
const NAMES = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'];

interface Given {
  process?: Partial<CapturedProcess>;
  files?: Record<string, string>;
  changed?: string;
}

async function inside({ process = {}, files = {}, changed }: Given): Promise<readonly Inside[]> {
  const kubelite: CapturedProcess = {
    argv: ['kubelite', `--kubelet-args-file=${ARGS}/kubelet`, '--start-control-plane=true'],
    executable: '/snap/microk8s/8511/kubelite',
    cwd: '/',
    root: '/',
    ...process,
  };
  const args = Object.fromEntries(NAMES.map((name) => [`${ARGS}/${name}`, `--v=5\n`]));
  const planted = { ...args, '/snap/microk8s/8511/meta/snap.yaml': 'version: v1.34.1\n', ...files };
  const root = plantTree({
    'proc/stat': `btime ${BOOT_SECONDS}\n`,
    ...capturedProcess(300, kubelite),
    '/var/snap/microk8s/current': { link: '8511' },
    ...planted,
  });
  for (const path of Object.keys(planted)) {
    const time = new Date((BOOT_SECONDS + (path === changed ? 86_400 : -86_400)) * 1000);
    utimesSync(join(root, path), time, time);
  }
  const host = openHost(root);
  const [candidate] = candidates(host.proc).list;
  if (candidate === undefined) throw new Error('no process');
  const found = await insideOf(host, candidate);
  host.files.close();
  return found;
}

async function words(component: string, given: Given): Promise<readonly string[] | string> {
  const found = (await inside(given)).find((one) => one.component === component)?.words;
  if (found?.state === 'present') return found.value.map(({ text }) => text);
  return found?.state === 'unreadable' ? found.reason : 'not running';
}

describe('components inside kubelite', () => {
  it.each([
    ['all', ['kubelite'], NAMES],
    ['all, if it says so', ['kubelite', '--start-control-plane'], NAMES],
    ['those of a worker', ['kubelite', '--start-control-plane=false'], ['kubelet', 'kube-proxy']],
  ])('are %s', async (_name, argv, expected) => {
    const found = await inside({ process: { argv } });

    expect(found.map(({ component }) => component)).toEqual(expected);
  });

  it('have the version of the snap', async () => {
    const [first] = await inside({});

    expect(first?.version).toMatchObject({ state: 'present', value: '1.34.1' });
    expect(first?.kubeletRoot).toBe('/var/snap/microk8s/common/var/lib/kubelet');
  });

  it('have no version without it', async () => {
    const [first] = await inside({ files: { '/snap/microk8s/8511/meta/snap.yaml': 'name: microk8s\n' } });

    expect(first?.version.state).toBe('absent');
  });
});

describe('arguments of a component inside kubelite', () => {
  it('are those of its file, with the variables of the process', async () => {
    const given = {
      process: { environment: ['SNAP_DATA=/data', 'SNAP_DATA=/later', 'OTHER=x'] },
      files: {
        [`${ARGS}/kubelet`]: `--kubeconfig=\${SNAP_DATA}/kubelet.config\n--node-labels=$OTHER$NONE\n`,
      },
    };

    expect(await words('kubelet', given)).toEqual(['--kubeconfig=/data/kubelet.config', '--node-labels=x']);
  });

  it('know what snapd sets, where the environment was not captured', async () => {
    const files = { [`${ARGS}/kubelet`]: `--a=\${SNAP_DATA} --b=\${SNAP_COMMON} --c=$SNAP\n` };

    expect(await words('kubelet', { files })).toEqual([
      '--a=/var/snap/microk8s/8511',
      '--b=/var/snap/microk8s/common',
      '--c=/snap/microk8s/8511',
    ]);
  });

  it('come from the usual file where no flag names one, and from the last where several do', async () => {
    const files = { '/a': '--v=1\n', '/b': '--v=2\n' };
    const argv = ['kubelite', '--kubelet-args-file=/a', '--kubelet-args-file', '/b'];

    expect(await words('kube-proxy', { process: { argv } })).toEqual(['--v=5']);
    expect(await words('kubelet', { process: { argv }, files })).toEqual(['--v=2']);
  });

  it.each([
    [
      'that is not there',
      { process: { argv: ['kubelite', '--kubelet-args-file=/none'] } },
      '/none is not there',
    ],
    ['that changed since', { changed: `${ARGS}/kubelet` }, 'kubelet changed at'],
  ])('are not known of a file %s', async (_name, given, reason) => {
    expect(await words('kubelet', given)).toContain(reason);
  });
});

describe('an arguments file', () => {
  const environment = new Map([['A', 'x y']]);

  it.each([
    ['comments and blank lines', '# --a\n\n  \n--b\n', ['--b']],
    ['white space around a line', '  --a=1 \t\n', ['--a=1']],
    ['quotes, wherever they stand', `--a="1 2"\n--b='3'x"\n`, ['--a=1', '2', '--b=3x']],
    ['several words in a line', '--a 1 --b', ['--a', '1', '--b']],
    ['two spaces, between which is a word', '--a  1', ['--a', '', '1']],
    ['a value with spaces, which stays one word', '--a=$A', ['--a=x y']],
  ])('with %s', (_name, text, expected) => {
    expect(argsFileWords(text, '/f', environment).map((word) => word.text)).toEqual(expected);
  });

  it('knows the line of each word', () => {
    expect(argsFileWords('#\n--a --b\n', '/f', environment).map(({ origin }) => origin)).toEqual([
      { kind: 'file', path: '/f', line: 2 },
      { kind: 'file', path: '/f', line: 2 },
    ]);
  });

  it.each([
    ['$A-b', 'x y-b'],
    [`\${A}b`, 'x yb'],
    ['$Ab', ''],
    ['a$', 'a$'],
  ])('expands %s', (text, expanded) => {
    expect(expandGo(text, environment)).toBe(expanded);
  });
});
