import { describe, expect, it } from 'vitest';
import { clusterItems, saidOf } from '../../../../test/support/cluster-property.ts';

/** Whether a Deployment with this Pod holds by a property. */
function isAllowed(property: string, spec: object, parameters = {}): string | undefined {
  const cluster = { podSpecs: [spec], workloads: [{ namespace: 'shop', name: 'web' }] };
  return saidOf(clusterItems(property, { cluster, parameters }), 'allowed')[0];
}

function container(fields: object): object {
  return { containers: [{ name: 'a', ...fields }] };
}

/** A container that adds and drops capabilities. */
function capabilities(added: readonly string[], dropped: readonly string[], more: object = {}): object {
  return container({ addedCapabilities: added, droppedCapabilities: dropped, ...more });
}

type Row = [name: string, spec: object, expected: 'yes' | 'no'];

describe('a container without raw sockets', () => {
  it.each<Row>([
    ['drops all', capabilities([], ['ALL']), 'yes'],
    ['drops the one', capabilities([], ['net_raw']), 'yes'],
    ['drops a name that is none', capabilities([], ['CAP_NET_RAW']), 'no'],
    ['drops nothing', capabilities([], []), 'no'],
    ['adds it back', capabilities(['NET_RAW'], ['ALL']), 'no'],
    ['adds it back with its prefix', capabilities(['cap_net_raw'], ['ALL']), 'no'],
    ['adds all', capabilities(['ALL'], ['ALL']), 'no'],
    ['adds another', capabilities(['CHOWN'], ['ALL']), 'yes'],
    ['is privileged', capabilities([], ['ALL'], { privileged: true }), 'no'],
    ['is one of Windows', { os: 'windows', ...capabilities([], []) }, 'yes'],
  ])('%s', (...[, spec, expected]) => {
    expect(isAllowed('raw-sockets', spec)).toBe(expected);
  });
});

describe('a container that keeps no capabilities', () => {
  it.each<Row>([
    ['drops all', capabilities([], ['all']), 'yes'],
    ['drops some', capabilities([], ['CHOWN', 'NET_RAW']), 'no'],
    ['is privileged', capabilities([], ['ALL'], { privileged: true }), 'no'],
  ])('%s', (...[, spec, expected]) => {
    expect(isAllowed('kept-capabilities', spec)).toBe(expected);
  });
});

describe('a container that adds capabilities', () => {
  it.each<[string, readonly string[], readonly string[], 'yes' | 'no']>([
    ['none', [], [], 'yes'],
    ['one', ['CHOWN'], [], 'no'],
    ['an allowed one', ['NET_BIND_SERVICE'], ['NET_BIND_SERVICE'], 'yes'],
    ['an allowed one, spelled otherwise', ['CAP_net_bind_service'], ['NET_BIND_SERVICE'], 'yes'],
    ['an allowed one, whose parameter has the prefix', ['CHOWN'], ['CAP_CHOWN'], 'yes'],
    ['one more than allowed', ['CHOWN', 'SYS_ADMIN'], ['CHOWN'], 'no'],
    ['all, of which some are allowed', ['ALL'], ['CHOWN'], 'no'],
  ])('%s', (...[, added, allowed, expected]) => {
    const parameters = { 'allowed-capabilities': allowed };

    expect(isAllowed('added-capabilities', capabilities(added, []), parameters)).toBe(expected);
  });
});

describe('a container that is not root', () => {
  it.each<Row>([
    ['says so', container({ runAsNonRoot: true }), 'yes'],
    ['has a user', container({ runAsUser: 1000 }), 'yes'],
    ['has the user of its Pod', { runAsUser: 1000, ...container({}) }, 'yes'],
    ['says nothing', container({}), 'no'],
    ['is user 0 in a Pod of another', { runAsUser: 1000, ...container({ runAsUser: 0 }) }, 'no'],
    ['is another in a Pod of user 0', { runAsUser: 0, ...container({ runAsUser: 1000 }) }, 'yes'],
    ['is user 0 and says that it is not', container({ runAsUser: 0, runAsNonRoot: true }), 'no'],
    ['takes back what its Pod says', { runAsNonRoot: true, ...container({ runAsNonRoot: false }) }, 'no'],
    ['says so on Windows', { os: 'windows', ...container({ runAsNonRoot: true }) }, 'yes'],
    ['has a number on Windows', { os: 'windows', ...container({ runAsUser: 1000 }) }, 'no'],
    ['says nothing on Windows', { os: 'windows', ...container({}) }, 'no'],
  ])('%s', (...[, spec, expected]) => {
    expect(isAllowed('root-containers', spec)).toBe(expected);
  });

  it('does not start as root', () => {
    const podSpecs = [container({ runAsUser: 0, runAsNonRoot: true })];
    const cluster = { podSpecs, workloads: [{ namespace: 'shop', name: 'web' }] };

    const [item] = clusterItems('root-containers', { cluster });

    expect(item?.note).toBe('container a has runAsUser 0 beside runAsNonRoot, so that it does not start.');
  });
});

describe('a container that is hardened', () => {
  const HARD = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    droppedCapabilities: ['ALL'],
    seccomp: 'RuntimeDefault',
  };

  it.each<Row>([
    ['in all ways', container(HARD), 'yes'],
    ['but for its user', container({ ...HARD, runAsNonRoot: false }), 'no'],
    ['but for its root file system', container({ ...HARD, readOnlyRootFilesystem: false }), 'no'],
    ['but for escalation', container({ ...HARD, allowPrivilegeEscalation: true }), 'no'],
    ['but for its capabilities', container({ ...HARD, droppedCapabilities: [] }), 'no'],
    ['but for its profile', container({ ...HARD, seccomp: 'Unconfined' }), 'no'],
    ['and privileged', container({ ...HARD, privileged: true }), 'no'],
  ])('%s', (...[, spec, expected]) => {
    expect(isAllowed('security-contexts', spec)).toBe(expected);
  });
});
