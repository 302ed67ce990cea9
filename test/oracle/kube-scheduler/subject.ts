import { kubeScheduler } from '../../../src/components/kube-scheduler/index.ts';
import { judgedKubeScheduler } from '../../../src/components/kube-scheduler/judged.ts';
import { askServer, type Served } from '../kubernetes/ask-server.ts';
import { type Fields, servedDifferences } from '../kubernetes/compare.ts';
import { drawnEntries, headOf, yamlOf } from '../kubernetes/documents.ts';
import type { Draw } from '../kubernetes/launch.ts';
import type { NamedDraw, Subject } from '../kubernetes/subject.ts';
import {
  ADDRESSES,
  BOOLEANS,
  drawnFlags,
  GATES,
  SUITES,
  strayWords,
  type Texts,
  TLS_MIN,
} from '../kubernetes/words.ts';
import { drawn, type Picker } from '../picker.ts';

const FIELDS: Fields = {
  profiling: 'EnableProfiling',
  kubeconfig: 'ClientConnection.Kubeconfig',
};

const FLAGS: Readonly<Record<string, Texts>> = {
  'bind-address': ADDRESSES,
  'contention-profiling': BOOLEANS,
  'feature-gates': GATES,
  profiling: BOOLEANS,
  'tls-cipher-suites': SUITES,
  'tls-min-version': TLS_MIN,
};

const BOOLEAN_VALUES: Texts = {
  sound: [
    [3, 'false'],
    [2, 'true'],
    [1, 'no'],
    [1, 'On'],
    [1, 'null'],
  ],
  odd: [
    [1, '"false"'],
    [1, '0'],
    [1, 'f'],
    [1, '[]'],
  ],
};

const KEYS: Readonly<Record<string, Texts>> = {
  enableProfiling: BOOLEAN_VALUES,
  enableContentionProfiling: BOOLEAN_VALUES,
  'clientConnection.kubeconfig': {
    sound: [
      [3, '{dir}/kubeconfig'],
      [1, '"kubeconfig"'],
    ],
    odd: [[1, '7']],
  },
  'leaderElection.leaseDuration': {
    sound: [[1, '15s']],
    odd: [
      [1, '15'],
      [1, '"15"'],
    ],
  },
  parallelism: {
    sound: [[1, '4']],
    odd: [
      [1, '4.5'],
      [1, '"4"'],
    ],
  },
  profiles: {
    sound: [[1, '[{schedulerName: a}]']],
    odd: [
      [1, '{schedulerName: a}'],
      [1, '[{name: a}]'],
    ],
  },
  percentageOfNodesToScore: { sound: [[1, '50']] },
  healthzBindAddress: { sound: [[1, 'null']], odd: [[1, '""']] },
};

const PORT: [weight: number, word: string][] = [
  [4, '--secure-port={port}'],
  [1, '--secure-port=0'],
];

function draw(pick: Picker): Draw {
  const flags = [[pick.weighted(PORT)], ...drawnFlags(pick, FLAGS, 4), ...strayWords(pick)];
  if (pick.chance(0.4))
    return { args: pick.shuffle([['--kubeconfig={dir}/kubeconfig'], ...flags]), files: {} };
  const config = pick.one([['--config={dir}/scheduler.yaml'], ['--config', 'scheduler.yaml']]);
  return { args: pick.shuffle([config, ...flags]), files: { 'scheduler.yaml': file(pick) } };
}

function file(pick: Picker): string {
  const version = pick.sound(
    [[1, 'kubescheduler.config.k8s.io/v1']],
    [[0.2, 'kubescheduler.config.k8s.io/v1beta3']],
  );
  const head = headOf(version, pick.sound([[1, 'KubeSchedulerConfiguration']], [[0.1, 'Scheduler']]));
  const own = drawnEntries(pick, KEYS, 4);
  const isNamed = own.some(({ path }) => path[0]?.toLowerCase() === 'clientconnection');
  const needed = isNamed ? [] : [{ path: ['clientConnection', 'kubeconfig'], text: '{dir}/kubeconfig' }];
  return yamlOf(pick.shuffle([...head, ...needed, ...own]));
}

const HEAD = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';
const CLIENT = 'clientConnection: {kubeconfig: "{dir}/kubeconfig"}\n';

function byFile(
  name: string,
  text: string,
  real: NamedDraw['real'],
  words: readonly string[] = [],
): NamedDraw {
  const args = [['--config={dir}/c.yaml', '--secure-port={port}'], words];
  return { name, draw: { args, files: { 'c.yaml': text } }, real };
}

/** kube-scheduler, by flags and by its configuration file. */
export const schedulerSubject: Subject<Served> = {
  program: 'kube-scheduler',
  component: kubeScheduler,
  judged: judgedKubeScheduler,
  draws: () => drawn(draw),
  named: [
    byFile('profiling off by the file', `${HEAD}${CLIENT}enableProfiling: false\n`, 'started'),
    byFile('a void flag beside the file', `${HEAD}${CLIENT}`, 'started', ['--profiling=false']),
    byFile('a kubeconfig by a void flag', `${HEAD}${CLIENT}`, 'started', ['--kubeconfig=/none']),
    byFile('an unknown key', `${HEAD}${CLIENT}x: 1\n`, 'refused'),
    byFile('a key in other case', `${HEAD}${CLIENT}EnableProfiling: false\n`, 'refused'),
    byFile('a key twice', `${HEAD}${CLIENT}enableProfiling: false\nenableProfiling: false\n`, 'refused'),
    byFile('a key that is null', `${HEAD}${CLIENT}enableProfiling:\n`, 'started'),
    byFile(
      'the kind in other case',
      `APIVERSION: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n${CLIENT}`,
      'refused',
    ),
    byFile('a second document', `${HEAD}${CLIENT}enableProfiling: no\n---\nx: [`, 'started'),
    byFile(
      'plugins and extenders',
      `${HEAD}${CLIENT}profiles: [{pluginConfig: [{name: NodeAffinity, args: {addedAffinity: {}}}], plugins: {score: {disabled: [{name: "*"}]}}}]\nextenders: []\n`,
      'started',
    ),
    byFile('an empty file', '', 'refused'),
    byFile(
      'JSON',
      '{"kind":"KubeSchedulerConfiguration","apiVersion":"kubescheduler.config.k8s.io/v1","clientConnection":{"kubeconfig":"{dir}/kubeconfig"},"enableProfiling":false}',
      'started',
    ),
    {
      name: 'no file where one is named',
      draw: { args: [['--config={dir}/none', '--secure-port={port}']], files: {} },
      real: 'refused',
    },
    {
      name: 'an empty name of a file',
      draw: {
        args: [['--config=', '--kubeconfig={dir}/kubeconfig', '--secure-port={port}', '--profiling=f']],
        files: {},
      },
      real: 'started',
    },
  ],
  ask: askServer,
  differences: (candidate, real, port) => servedDifferences(FIELDS, candidate, real, port),
};
