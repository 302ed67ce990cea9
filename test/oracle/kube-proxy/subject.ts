import { kubeProxy } from '../../../src/components/kube-proxy/index.ts';
import { judgedKubeProxy } from '../../../src/components/kube-proxy/judged.ts';
import type { StartingCandidate } from '../../../src/components/subject.ts';
import { drawnEntries, headOf, yamlOf } from '../kubernetes/documents.ts';
import type { Draw } from '../kubernetes/launch.ts';
import type { NamedDraw, Subject } from '../kubernetes/subject.ts';
import { BOOLEANS, drawnFlags, GATES, strayWords, type Texts } from '../kubernetes/words.ts';
import { drawn, type Picker } from '../picker.ts';
import { askProxy, CONFIG, type Taken } from './ask.ts';

const METRICS: Texts = {
  sound: [
    [3, '127.0.0.1:10249'],
    [3, '0.0.0.0:10249'],
    [2, '127.0.0.1'],
    [2, '0.0.0.0'],
    [1, '::'],
    [1, '[::1]:9'],
    [1, ''],
    [1, '127.0.0.01'],
    [1, '::ffff:127.0.0.1'],
  ],
  odd: [
    [1, 'localhost:10249'],
    [1, ':10249'],
    [1, '127.0.0.1:0'],
    [1, '127.0.0.1:65536'],
    [1, '[127.0.0.1]'],
    [1, 'fe80::1%eth0'],
  ],
};

const BIND: Texts = {
  sound: [
    [2, '0.0.0.0'],
    [2, '::'],
    [1, '10.0.0.1'],
    [1, '::ffff:10.0.0.1'],
    [1, ''],
  ],
  odd: [
    [1, 'x'],
    [1, '10.0.0.1:1'],
  ],
};

const NAMES: Texts = {
  sound: [
    [1, 'Node-1'],
    [1, ''],
  ],
};
const PATHS: Texts = {
  sound: [
    [2, '{dir}/none'],
    [1, 'none'],
    [1, ''],
  ],
};

const FLAGS: Readonly<Record<string, Texts>> = {
  'bind-address': BIND,
  cleanup: { sound: [[1, 'false']] },
  'feature-gates': GATES,
  'hostname-override': NAMES,
  kubeconfig: PATHS,
  'metrics-bind-address': METRICS,
  'metrics-port': {
    sound: [
      [2, '10249'],
      [1, '9'],
    ],
    odd: [
      [1, '0'],
      [1, '-1'],
      [1, ''],
      [1, '70000'],
    ],
  },
  profiling: BOOLEANS,
};

/** As YAML, in quotes where a text would be something else. */
function quoted({ sound, odd = [] }: Texts): Texts {
  const quote = (text: string) => (text === BARE_NUMBER || /^\{dir\}/.test(text) ? text : `"${text}"`);
  return {
    sound: sound.map(([weight, text]) => [weight, quote(text)]),
    odd: [...odd.map(([weight, text]) => [weight, quote(text)] as const), [1, BARE_NUMBER]],
  };
}

const BARE_NUMBER = '10249';

const KEYS: Readonly<Record<string, Texts>> = {
  bindAddress: quoted(BIND),
  'clientConnection.kubeconfig': quoted(PATHS),
  enableProfiling: {
    sound: [
      [2, 'true'],
      [2, 'false'],
      [1, 'yes'],
      [1, 'null'],
    ],
    odd: [
      [1, '"true"'],
      [1, '1'],
    ],
  },
  featureGates: {
    sound: [
      [1, '{AllAlpha: false}'],
      [1, '{}'],
    ],
    odd: [
      [1, '{SeccompDefault: true}'],
      [1, '{AllBeta: "true"}'],
    ],
  },
  hostnameOverride: quoted(NAMES),
  metricsBindAddress: quoted(METRICS),
};

function draw(pick: Picker): Draw {
  const flags = [...drawnFlags(pick, FLAGS, 4), ...strayWords(pick)];
  if (pick.chance(0.4)) return { args: flags, files: {} };
  const config = pick.one([[`--config={dir}/${CONFIG}`], ['--config', CONFIG]]);
  return { args: pick.shuffle([config, ...flags]), files: { [CONFIG]: file(pick) } };
}

function file(pick: Picker): string {
  const version = pick.sound(
    [[1, 'kubeproxy.config.k8s.io/v1alpha1']],
    [[0.1, 'kubeproxy.config.k8s.io/v1']],
  );
  const head = headOf(version, pick.sound([[1, 'KubeProxyConfiguration']], [[0.1, 'KubeProxy']]));
  return yamlOf(pick.shuffle([...head, ...drawnEntries(pick, KEYS, 4)]));
}

const HEAD = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n';

function byFile(
  name: string,
  text: string,
  real: NamedDraw['real'],
  words: readonly string[] = [],
): NamedDraw {
  return { name, draw: { args: [[`--config={dir}/${CONFIG}`], words], files: { [CONFIG]: text } }, real };
}

function byFlags(name: string, words: readonly string[], real: NamedDraw['real']): NamedDraw {
  return { name, draw: { args: [words], files: {} }, real };
}

/** kube-proxy, by flags and by its configuration file. */
export const proxySubject: Subject<Taken> = {
  program: 'kube-proxy',
  component: kubeProxy,
  judged: judgedKubeProxy,
  draws: () => drawn(draw),
  named: [
    byFlags('nothing set', [], 'started'),
    byFlags('no metrics port', ['--metrics-port=0'], 'refused'),
    byFlags('an empty metrics address', ['--metrics-bind-address='], 'started'),
    byFlags(
      'a metrics address after an empty one',
      ['--metrics-bind-address=', '--metrics-bind-address=::1'],
      'refused',
    ),
    byFlags('all of IPv6', ['--bind-address=::'], 'started'),
    byFlags('underscores', ['--metrics_bind_address=0.0.0.0'], 'started'),
    byFlags('a flag for Windows', ['--source-vip=1.2.3.4'], 'refused'),
    byFlags('the flag of cAdvisor', ['--machine-id-file=/x'], 'started'),
    byFile('void flags beside a file', HEAD, 'started', [
      '--metrics-bind-address=0.0.0.0',
      '--metrics-port=0',
      '--profiling',
    ]),
    byFile('the host name by a flag', `${HEAD}hostnameOverride: a\n`, 'started', ['--hostname-override=b']),
    byFile('all of IPv6 in a file', `${HEAD}bindAddress: "::"\n`, 'started'),
    byFile('a key in other case', `${HEAD}MetricsBindAddress: 0.0.0.0\n`, 'started'),
    byFile('a key twice', `${HEAD}metricsBindAddress: 0.0.0.0\nmetricsBindAddress: ""\n`, 'started'),
    byFile('an unknown key', `${HEAD}x: {y: [1]}\n`, 'started'),
    byFile('a wrong type beside an unknown key', `${HEAD}x: 1\nenableProfiling: "no"\n`, 'refused'),
    byFile('an empty file', '', 'refused'),
    byFile('a second document', `${HEAD}metricsBindAddress: 0.0.0.0\n---\n[`, 'started'),
  ],
  ask: askProxy,
  differences,
};

/** Names as kube-proxy has them in the end: lower case for the host, and no name is the empty text. */
function differences(candidate: StartingCandidate, { values }: Taken): string[] {
  return Object.entries(values).flatMap(([name, real]) => {
    const { value } = candidate.setting(name);
    const expected = name === 'hostname-override' ? String(value ?? '').toLowerCase() : (value ?? '');
    const found = name === 'hostname-override' ? String(real ?? '').toLowerCase() : (real ?? '');
    return expected === found ? [] : [`${name} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];
  });
}
