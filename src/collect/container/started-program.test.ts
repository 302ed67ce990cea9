import { describe, expect, it } from 'vitest';
import { startedProgram } from './started-program.ts';

const SOUGHT = ['etcd', 'kube-apiserver'];

describe('the program that a container starts', () => {
  it.each<[string, readonly string[], string]>([
    ['itself', ['kube-apiserver', '--profiling=false'], 'kube-apiserver'],
    ['by its path', ['/usr/local/bin/kube-scheduler'], 'kube-scheduler'],
    [
      "behind kOps' go-runner",
      [
        '/go-runner',
        '--log-file=/var/log/kube-apiserver.log',
        '--also-stdout',
        '/usr/local/bin/kube-apiserver',
        '--v=2',
      ],
      'kube-apiserver',
    ],
    ['a part of a hyperkube', ['hyperkube', 'kube-scheduler', '--config=x'], 'kube-scheduler'],
    [
      'behind numbers of options',
      ['nice', '-n', '-19', 'ionice', '-c', '2', '-n0', 'etcd', '--name=a'],
      'etcd',
    ],
    ['behind variables', ['env', 'A=b', 'etcd'], 'etcd'],
    [
      'what a shell becomes',
      ['/bin/sh', '-c', 'exec /usr/local/bin/kube-apiserver --v=2 1>>/var/log/a 2>&1'],
      'kube-apiserver',
    ],
    [
      'what a script becomes in the end',
      [
        '/bin/bash',
        '-euxo',
        'pipefail',
        '-c',
        'etcdctl member list || true\n# etcd is next\necho "etcd"\nexec nice -n -19 ionice -c2 -n0 etcd \\\n  --logger=zap || mv a b\n',
      ],
      'etcd',
    ],
    [
      'behind what waits for it',
      [
        '/bin/bash',
        '-ec',
        'exec 9>/lock && flock 9\nexec watch-termination --termination-touch-file=/a -- hyperkube kube-apiserver --v=2\n',
      ],
      'kube-apiserver',
    ],
    ['in a pipe', ['sh', '-c', 'kube-apiserver --v=2 2>&1 | tee /var/log/a'], 'kube-apiserver'],
    ['none that is sought, in a script', ['sh', '-c', 'sleep 1; exec other'], 'sh'],
    ['none, in a script of its own', ['sh', '/start.sh'], 'sh'],
    ['none behind a wrapper', ['timeout', '30'], 'timeout'],
    ['that of the image', [], ''],
  ])('is %s', (_what, words, program) => {
    expect(startedProgram(words, SOUGHT)).toBe(program);
  });
});
