import { connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../src/cli/demo/cluster-ports.ts';
import { heldCredential } from '../../src/collect/cluster/credential.ts';
import { ownSockets } from '../../src/collect/embedded/facts.ts';
import { present, processOrigin } from '../../src/collect/facts.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { ProcessFacts, Snapshot } from '../../src/model/snapshot.ts';
import { prove } from '../../src/prove/index.ts';
import { type ControlPlane, type ControlPlaneComponent, startControlPlane } from './control-plane.ts';
import { judged, snapshotOf } from './control-plane-findings.ts';

const COMPONENTS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

/**
 * Real components behind the sockets of one process, this one: it passes bytes on, so that TLS, credentials and answers
 * are theirs. No program that embeds them can be built here.
 */
let controlPlane: ControlPlane;
let servers: Server[];
let facts: ProcessFacts[];
let apart: Snapshot;
let observations: Observation[];

beforeAll(async () => {
  controlPlane = await startControlPlane();
  const ports = await freePorts(COMPONENTS.length);
  servers = await Promise.all(COMPONENTS.map((name, index) => passOn(ports[index] ?? 0, name)));
  apart = await snapshotOf(controlPlane);
  const sockets = ports.map((port) => ({ family: 'ipv4', address: '127.0.0.1', port }) as const);
  facts = COMPONENTS.map((name, index) => inside(apart, name, ports[index] ?? 0, sockets));
  const user = await heldCredential({ kubeconfig: controlPlane.kubeconfig, context: null, environment: {} });
  observations = await prove(
    { source: 'live', processes: facts },
    { now: () => new Date(), toolVersion: '0.0.0', user },
  );
});

afterAll(async () => {
  for (const server of servers ?? []) server.close();
  await controlPlane?.stop();
});

async function passOn(port: number, name: ControlPlaneComponent): Promise<Server> {
  const target = Number(new URL(controlPlane.component(name).url).port);
  const server = createServer((client) => {
    const component = connect(target, '127.0.0.1');
    client.on('error', () => component.destroy()).on('close', () => component.destroy());
    component.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.pipe(component).pipe(client);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  return server;
}

/** The facts of a component, were it inside this process and set to that port. */
function inside(
  snapshot: Snapshot,
  name: ControlPlaneComponent,
  port: number,
  sockets: readonly { family: 'ipv4'; address: string; port: number }[],
): ProcessFacts {
  const found = snapshot.processes.find(({ component }) => component === name);
  if (found?.argv.state !== 'present') throw new Error(`no words of ${name}`);
  const { pid } = process;
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();
  const whole: ProcessFacts = {
    ...{ ...found, pid, inside: 'kubelite' },
    argv: present([...found.argv.value, `--secure-port=${port}`], processOrigin(pid, 'cmdline')),
    startedAt: present(startedAt, processOrigin(pid, 'stat')),
    startedInside: new Date().toISOString(),
    listeners: present([...sockets], processOrigin(pid, 'net')),
  };
  const words = present([], processOrigin(pid, 'cmdline'));
  const around = { component: name, program: 'kubelite', words, version: found.version, kubeletRoot: null };
  return { ...whole, listeners: ownSockets(whole, around) };
}

describe('components inside one process', () => {
  it('hold one socket each of those of the process', () => {
    const held = facts.map(({ component, listeners }) => [
      component,
      listeners.state === 'present' ? listeners.value.length : listeners.state,
    ]);

    expect(held).toEqual(COMPONENTS.map((name) => [name, 1]));
  });

  it('are asked at their own, and answer for themselves', () => {
    const statuses = (component: string, method: string) =>
      observations
        .filter((one) => one.component === component && one.method === method)
        .map(({ answer }) => (answer.kind === 'answered' ? answer.status : answer.kind));

    expect(statuses('kube-apiserver', 'ANON')).toEqual([403]);
    expect(statuses('kube-apiserver', 'METRIC')).toEqual([200]);
    expect(statuses('kube-controller-manager', 'CFGZ')).toEqual([200]);
    expect(statuses('kube-scheduler', 'CFGZ')).toEqual([200]);
  });

  it.each([
    ['kube-apiserver', ['anonymous-auth', 'profiling', 'tls-cert', 'service-account-key-file', 'authz-rbac']],
    ['kube-controller-manager', ['profiling', 'root-ca-file', 'terminated-pod-gc-threshold']],
    ['kube-scheduler', ['profiling']],
  ] as const)('have proved what is proved of %s alone', (name, rules) => {
    const snapshot = { ...apart, processes: facts, observations };
    const findings = judged(snapshot, controlPlane, name, process.pid);

    const proved = rules.map((rule) => {
      const found = findings.find((one) => one.rule === `${name}-${rule}`);
      return [rule, found?.proof.outcome];
    });
    expect(proved).toEqual(rules.map((rule) => [rule, 'confirmed']));
    expect(findings.filter(({ proof }) => proof.outcome === 'contradicted')).toEqual([]);
  });
});
