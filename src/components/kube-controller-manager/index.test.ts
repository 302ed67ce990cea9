import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../test/support/kubernetes-process.ts';
import { kubeControllerManager } from './index.ts';

const NAME = 'kube-controller-manager';

describe('a server is recognised', () => {
  it.each([
    ['by its program', `/usr/local/bin/${NAME}`, [NAME], true],
    ['by its name where the program is hidden', null, [`/usr/bin/${NAME}`], true],
    ['by a name with version and platform', `/opt/${NAME}-v1.34.1-linux-amd64`, [NAME], true],
    ['inside a hyperkube', '/hyperkube', ['/hyperkube', NAME, '--profiling=false'], true],
    ['inside a hyperkube by its short name', '/hyperkube', ['/hyperkube', 'controller-manager'], true],
    ['by a link to a hyperkube', '/hyperkube', [`/${NAME}`], true],
    ['not another part of a hyperkube', '/hyperkube', ['/hyperkube', 'kubelet', NAME], false],
    ['not inside a wrapper', '/go-runner', ['/go-runner', '--log-file=x', NAME], false],
    ['not a namesake', '/bin/cloud-controller-manager', ['cloud-controller-manager'], false],
    ['not by its short name alone', '/bin/controller-manager', ['controller-manager'], false],
    ['not a script that names it', '/bin/sh', ['sh', '-c', NAME], false],
    ['not for help', `/${NAME}`, [NAME, '-h'], false],
    ['not for its version', `/${NAME}`, [NAME, '--version'], false],
    ['with a version to report', `/${NAME}`, [NAME, '--version=v1.34.1'], true],
    ['with arguments that it would refuse', `/${NAME}`, [NAME, '--nothing'], true],
  ])('%s', (_name, executable, argv, expected) => {
    expect(kubeControllerManager.recognise({ executable, argv })).toBe(expected);
  });
});

it('wants its kubeconfigs, and of key and CA no content', () => {
  const argv = [
    NAME,
    '--kubeconfig=/kc',
    '--authentication-kubeconfig=/authn',
    '--root-ca-file=/ca',
    '--service-account-private-key-file=/key',
  ];

  expect(kubeControllerManager.wanted(factsOf(kubeControllerManager, { argv }))).toEqual([
    { path: '/kc', as: 'kubeconfig' },
    { path: '/authn', as: 'kubeconfig' },
    { path: '/ca', as: 'attributes' },
    { path: '/key', as: 'attributes' },
  ]);
});
