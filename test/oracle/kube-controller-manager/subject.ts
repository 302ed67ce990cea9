import { kubeControllerManager } from '../../../src/components/kube-controller-manager/index.ts';
import { judgedKubeControllerManager } from '../../../src/components/kube-controller-manager/judged.ts';
import { askServer, type Served } from '../kubernetes/ask-server.ts';
import { type Fields, servedDifferences } from '../kubernetes/compare.ts';
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
  profiling: 'Generic.Debugging.EnableProfiling',
  kubeconfig: 'Generic.ClientConnection.Kubeconfig',
  'use-service-account-credentials': 'KubeCloudShared.UseServiceAccountCredentials',
  'terminated-pod-gc-threshold': 'PodGCController.TerminatedPodGCThreshold',
  'service-account-private-key-file': 'SAController.ServiceAccountKeyFile',
  'root-ca-file': 'SAController.RootCAFile',
};

const PATHS: Texts = {
  sound: [
    [3, '{dir}/file'],
    [1, ''],
    [1, 'file'],
  ],
};

const FLAGS: Readonly<Record<string, Texts>> = {
  'bind-address': ADDRESSES,
  controllers: {
    sound: [
      [2, '*'],
      [2, '*,-podgc'],
      [1, '*,bootstrapsigner,tokencleaner'],
      [1, 'pod-garbage-collector-controller'],
    ],
  },
  'disable-http2-serving': BOOLEANS,
  'feature-gates': GATES,
  profiling: BOOLEANS,
  'root-ca-file': PATHS,
  'service-account-private-key-file': PATHS,
  'terminated-pod-gc-threshold': {
    sound: [
      [3, '10'],
      [1, '0'],
      [1, '-1'],
      [1, '0x10'],
      [1, '010'],
    ],
    odd: [
      [1, '10.5'],
      [1, ''],
      [1, '3000000000'],
    ],
  },
  'tls-cert-file': { sound: [[1, '']], odd: [[1, '{dir}/file']] },
  'tls-cipher-suites': SUITES,
  'tls-min-version': TLS_MIN,
  'use-service-account-credentials': BOOLEANS,
};

function draw(pick: Picker): Draw {
  const port = [
    pick.sound(
      [
        [4, ['--secure-port={port}']],
        [1, ['--secure-port=0']],
      ],
      [[1, ['--secure-port=65536']]],
    ),
  ];
  const args = [
    ['--kubeconfig={dir}/kubeconfig'],
    ...port,
    ...drawnFlags(pick, FLAGS, 5),
    ...strayWords(pick),
  ];
  return { args: pick.chance(0.5) ? args : pick.shuffle(args), files: { file: '' } };
}

const BASE = [['--kubeconfig={dir}/kubeconfig', '--secure-port={port}']];

function named(name: string, words: readonly string[], real: NamedDraw['real']): NamedDraw {
  return { name, draw: { args: [...BASE, words], files: {} }, real };
}

/** kube-controller-manager: a program without files. */
export const controllerManagerSubject: Subject<Served> = {
  program: 'kube-controller-manager',
  component: kubeControllerManager,
  judged: judgedKubeControllerManager,
  draws: () => drawn(draw),
  named: [
    named('nothing set', [], 'started'),
    named('a value as the next word', ['--profiling', 'false'], 'refused'),
    named('underscores', ['--use_service_account_credentials'], 'started'),
    named('a gate with its prefix', ['--feature-gates=kube:RotateKubeletServerCertificate=false'], 'started'),
    named('two kinds of loopback', ['--bind-address=127.0.0.53'], 'started'),
    named(
      'no port, and suites that nobody looks at',
      ['--secure-port=0', '--tls-cipher-suites=none'],
      'started',
    ),
    named('suites that HTTP/2 cannot use', ['--tls-cipher-suites=TLS_RSA_WITH_AES_128_CBC_SHA'], 'refused'),
    named(
      'the same with TLS 1.3',
      ['--tls-cipher-suites=TLS_RSA_WITH_AES_128_CBC_SHA', '--tls-min-version=VersionTLS13'],
      'started',
    ),
    named(
      'the same without HTTP/2',
      ['--tls-cipher-suites=TLS_RSA_WITH_AES_128_CBC_SHA', '--disable-http2-serving'],
      'started',
    ),
    named('a flag of old minors', ['--port=0'], 'refused'),
    named('a version to report', ['--version=v1.34.1-x'], 'started'),
    named('a version that is not its own', ['--version=v1.33.1'], 'refused'),
    named('its version', ['--version'], 'refused'),
  ],
  ask: askServer,
  differences: (candidate, real, port) => servedDifferences(FIELDS, candidate, real, port),
};
