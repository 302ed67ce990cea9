import { expect, it } from 'vitest';
import { factsOf } from '../../../test/support/kubernetes-process.ts';
import { kubeScheduler } from './index.ts';

const CONFIG = '/etc/scheduler.yaml';

it.each([
  ['a server', ['kube-scheduler', `--config=${CONFIG}`], true],
  ['one that writes its configuration and ends', ['kube-scheduler', '--write-config-to=/tmp/x'], false],
  ['one that would write to nothing', ['kube-scheduler', '--write-config-to='], true],
  ['one that shows its help', ['kube-scheduler', '--help'], false],
])('%s', (_name, argv, expected) => {
  expect(kubeScheduler.recognise({ executable: '/usr/bin/kube-scheduler', argv })).toBe(expected);
});

it('wants its file, then the kubeconfig in it', () => {
  const text = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
clientConnection: {kubeconfig: /in-file}
`;
  const argv = [
    'kube-scheduler',
    `--config=${CONFIG}`,
    '--kubeconfig=/void',
    '--authorization-kubeconfig=/authz',
  ];

  const facts = factsOf(kubeScheduler, { argv, version: '1.34.1', files: { [CONFIG]: text } });

  expect(Object.keys(facts.files)).toEqual([CONFIG, '/in-file', '/authz']);
});
