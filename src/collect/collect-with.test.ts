import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Check } from 'typebox/value';
import { describe, expect, it, onTestFinished } from 'vitest';
import { plainCluster } from '../../test/support/collect/cluster.ts';
import { collectTest, testComponent } from '../../test/support/collect/component.ts';
import {
  BOOT_SECONDS,
  type CapturedProcess,
  capturedProcess,
  makeFifo,
  type Planted,
  plantTree,
} from '../../test/support/collect/tree.ts';
import { KubetrueError } from '../model/errors.ts';
import { type FileFacts, type ProcessFacts, type Snapshot, SnapshotSchema } from '../model/snapshot.ts';
import { decodeBytes } from '../util/bytes.ts';
import { collectWith } from './collect-with.ts';

const ID = 'ab'.repeat(32);
/** The user that owns nothing. */
const NOBODY = 65_534;

function capture(process: CapturedProcess, files: Record<string, Planted> = {}): string {
  return plantTree({ 'proc/stat': `btime ${BOOT_SECONDS}\n`, ...capturedProcess(7, process), ...files });
}

function only(snapshot: Snapshot): ProcessFacts {
  expect(snapshot.processes).toHaveLength(1);
  const process = snapshot.processes[0];
  if (process === undefined) throw new Error('no process');
  return process;
}

function file(process: ProcessFacts, path: string): FileFacts {
  const fact = process.files[path];
  if (fact?.state !== 'present') throw new Error(`${path} is ${JSON.stringify(fact)}`);
  return fact.value;
}

const ETCD = { argv: ['etcd'], executable: '/usr/bin/etcd', cwd: '/', root: '/' };

describe('a captured process', () => {
  it('is described as far as it was captured', async () => {
    const root = capture({
      argv: ['etcd', '--name=m1', '', '--secret-token', 'hush'],
      executable: '/opt/etcd-v3.5.21-linux-amd64/etcd',
      environment: ['ETCD_NAME=first', 'ETCD_NAME=second', 'ETCD_TOKEN=hush', 'OTHER=hush', 'ETCD_NAME'],
      cwd: '/var/lib',
      root: '/',
      cgroup: '0::/system.slice/etcd.service\n',
    });

    const snapshot = await collectTest(root);

    expect(Check(SnapshotSchema, snapshot)).toBe(true);
    expect(JSON.stringify(snapshot)).not.toContain('hush');
    expect(only(snapshot)).toMatchObject({
      pid: 7,
      component: 'etcd',
      executable: { value: '/opt/etcd-v3.5.21-linux-amd64/etcd' },
      argv: { value: ['etcd', '--name=m1', '', '--secret-token', '(redacted)'] },
      environment: { value: { ETCD_NAME: 'first', ETCD_TOKEN: '(redacted)' } },
      workingDirectory: { value: '/var/lib' },
      startedAt: { value: new Date(BOOT_SECONDS * 1000 + 123_450).toISOString() },
      uid: 0,
      container: null,
      sameNetworkNamespace: null,
      version: { value: '3.5.21' },
      listeners: { state: 'unreadable', reason: 'not part of the capture' },
    });
  });

  it('is known by its executable, else by what it was called as, and by nothing else', async () => {
    const root = plantTree({
      ...capturedProcess(1, { argv: ['sh', '-c', 'etcd'], executable: '/bin/dash' }),
      ...capturedProcess(2, { argv: ['/usr/local/bin/etcd'] }),
      ...capturedProcess(3, { argv: ['etcd'], executable: '/usr/bin/tini' }),
      ...capturedProcess(4, { argv: ['init'], executable: '/usr/bin/etcd (deleted)' }),
      'proc/self/cmdline': 'etcd\0',
      'proc/12x/cmdline': 'etcd\0',
    });

    const snapshot = await collectTest(root);

    expect(snapshot.processes.map(({ pid }) => pid)).toEqual([2, 4]);
    expect(snapshot.programs).toEqual([
      { pid: 2, name: 'etcd' },
      { pid: 4, name: 'etcd' },
    ]);
  });

  it('is not a zombie', async () => {
    const empty = capture({ argv: [] });
    const named = capture({ ...ETCD, state: 'Z' });

    const snapshots = [await collectTest(empty), await collectTest(named)];

    expect(snapshots.flatMap(({ processes }) => processes)).toEqual([]);
  });

  it('is not what it has cloned for another program', async () => {
    const own = { ...ETCD, executable: '/usr/bin/etcd' };
    const root = plantTree({
      ...capturedProcess(7, own),
      ...capturedProcess(8, { ...own, parent: 7, threads: 1 }),
      ...capturedProcess(9, { ...own, parent: 7, threads: 5 }),
      ...capturedProcess(10, { ...own, threads: 1 }),
      ...capturedProcess(11, { ...own, argv: ['etcd', '--name=other'], parent: 7, threads: 1 }),
    });

    const { processes } = await collectTest(root);

    expect(processes.map(({ pid }) => pid)).toEqual([7, 9, 10, 11]);
  });

  it('may have lost its arguments, which is not the same as having none', async () => {
    const root = capture({ ...ETCD, argv: [] });

    const process = only(await collectTest(root));

    expect(process.argv).toMatchObject({ state: 'unreadable', reason: 'the command line is empty' });
  });

  it('keeps arguments that are not UTF-8, and finds the file they name', async () => {
    const odd = Buffer.from([0x2f, 0xff, 0x61]);
    const root = capture({ ...ETCD, argv: Buffer.concat([Buffer.from('etcd\0'), odd, Buffer.of(0)]) });
    writeFileSync(Buffer.concat([Buffer.from(root), odd]), 'name: odd');
    const component = testComponent(({ argv }) =>
      argv.state === 'present' ? [{ path: argv.value[1] ?? '', as: 'config' }] : [],
    );

    const process = only(await collectTest(root, component));

    expect(process.argv).toMatchObject({ value: ['etcd', decodeBytes(odd)] });
    expect(file(process, decodeBytes(odd)).content).toMatchObject({
      value: { entries: [{ path: ['name'], value: 'odd' }] },
    });
  });

  it('may have two mebibytes of arguments', async () => {
    const long = 'x'.repeat(1024 * 1024);
    const root = capture({ ...ETCD, argv: ['etcd', long, long] });

    const process = only(await collectTest(root));

    expect(process.argv).toMatchObject({ value: ['etcd', long, long] });
  });

  it('may have lost everything but its command line', async () => {
    const root = plantTree({ 'proc/7/cmdline': 'etcd\0' });

    const process = only(await collectTest(root, testComponent([{ path: 'x', as: 'config' }])));

    expect([process.executable, process.environment, process.startedAt, process.files.x]).toEqual(
      Array.from({ length: 4 }, () => expect.objectContaining({ state: 'unreadable' })),
    );
  });
});

describe('files of a captured process', () => {
  const wanted = testComponent([
    { path: '/etc/etcd.yml', as: 'config' },
    { path: 'relative.yml', as: 'config' },
    { path: '/gone/etcd.yml', as: 'config' },
    { path: '/etc/none.yml', as: 'config' },
  ]);

  it('are absent, or were never captured', async () => {
    const root = capture(
      { ...ETCD, cwd: '/etc' },
      { 'etc/etcd.yml': 'name: x', 'etc/relative.yml': 'name: y' },
    );

    const process = only(await collectTest(root, wanted));

    expect(file(process, '/etc/etcd.yml')).toMatchObject({
      hostPath: '/etc/etcd.yml',
      bornAt: null,
      type: 'file',
    });
    expect(file(process, 'relative.yml')).toMatchObject({
      path: '/etc/relative.yml',
      hostPath: '/etc/relative.yml',
    });
    expect(process.files['/gone/etcd.yml']).toMatchObject({
      state: 'unreadable',
      reason: 'not part of the capture',
    });
    expect(process.files['/etc/none.yml']).toEqual({
      state: 'absent',
      lookedAt: [{ kind: 'filesystem', path: '/etc/none.yml' }],
    });
  });

  it('are those of its own root, with the path that the host has for them', async () => {
    const root = capture(
      { ...ETCD, root: '/containers/x', cwd: '/containers/x/etc', cgroup: `0::/kubepods/pod1/${ID}\n` },
      {
        'containers/x/etc/relative.yml': 'name: inside',
        'containers/x/etc/etcd.yml': { link: '/etc/relative.yml' },
        'etc/relative.yml': 'name: host',
      },
    );

    const process = only(await collectTest(root, wanted));

    const expected = {
      hostPath: '/containers/x/etc/relative.yml',
      content: { value: { entries: [{ value: 'inside' }] } },
    };
    expect(process.container).toBe(ID);
    expect(process.workingDirectory).toMatchObject({ value: '/etc' });
    expect(file(process, 'relative.yml')).toMatchObject(expected);
    expect(file(process, '/etc/etcd.yml')).toMatchObject(expected);
  });

  it('are unknown in a container whose root was not captured, and those of the host otherwise', async () => {
    const files = { 'etc/etcd.yml': 'name: host' };
    const container = capture({ argv: ['etcd'], cwd: '/', cgroup: `0::/kubepods/pod1/${ID}\n` }, files);
    const host = capture({ argv: ['etcd'], cwd: '/' }, files);

    const processes = [only(await collectTest(container, wanted)), only(await collectTest(host, wanted))];

    expect(processes.map((process) => process.files['/etc/etcd.yml'])).toMatchObject([
      { state: 'unreadable', reason: "the container's root directory is not part of the capture" },
      { state: 'present' },
    ]);
  });

  it('never lead out of the capture', async () => {
    const outside = plantTree({ secret: 'name: outside' });
    const root = capture(ETCD, {
      'etc/etcd.yml': { link: `${outside}/secret` },
      'etc/none.yml': { link: '../../../../../../../../etc/passwd' },
    });

    const process = only(await collectTest(root, wanted));

    expect(process.files['/etc/etcd.yml']).toMatchObject({
      state: 'unreadable',
      reason: 'not part of the capture',
    });
    expect(process.files['/etc/none.yml']).toMatchObject({ state: 'absent' });
  });

  it('may be anything but a file', async () => {
    const root = capture(ETCD, { 'etc/loop': { link: 'loop' }, 'etc/big': '', 'etc/bomb': bomb() });
    makeFifo(join(root, 'etc/fifo'));
    mkdirSync(join(root, 'etc/dir'));
    truncateSync(join(root, 'etc/big'), 1024 ** 3);
    const paths = ['/etc/fifo', '/etc/dir', '/etc/loop', '/etc/big', '/etc/bomb'];
    const component = testComponent(paths.map((path) => ({ path, as: 'config' as const })));

    const process = only(await collectTest(root, component));

    expect(process.files['/etc/loop']).toMatchObject({ state: 'unreadable', reason: 'too many links' });
    expect(file(process, '/etc/fifo')).toMatchObject({
      type: 'fifo',
      content: { state: 'unreadable', reason: 'a fifo, not a regular file' },
    });
    expect(file(process, '/etc/dir')).toMatchObject({
      type: 'directory',
      content: { state: 'unreadable', reason: 'a directory, not a regular file' },
    });
    expect(file(process, '/etc/big')).toMatchObject({
      size: 1024 ** 3,
      content: { state: 'unreadable', reason: '1073741824 bytes, more than the limit of 4194304 bytes' },
    });
    expect(file(process, '/etc/bomb').content).toMatchObject({ value: { kind: 'broken-config' } });
  });

  it('are looked for until nothing new is named, keys never being opened', async () => {
    const root = capture(ETCD, { 'a.yml': 'name: b.pem', 'b.pem': 'not a certificate' });
    const component = testComponent(({ files }) => {
      const config = files['/a.yml'];
      const next = config?.state === 'present' ? [{ path: '/b.pem', as: 'certificates' as const }] : [];
      return [{ path: '/a.yml', as: 'config' }, { path: '/b.pem', as: 'attributes' }, ...next];
    });

    const process = only(await collectTest(root, component));

    expect(Object.keys(process.files)).toEqual(['/a.yml', '/b.pem']);
    expect(file(process, '/b.pem').content).toMatchObject({ value: { kind: 'broken-certificates' } });
  });
});

/** Nine levels of nine references each. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const items = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*l${level - 1}`));
    return `k${level}: &l${level} [${items.join(', ')}]\n`;
  });
  return levels.join('');
}

describe('roots', () => {
  it.each([
    ['missing', (root: string) => join(root, 'none'), 'no such directory'],
    ['a file', (root: string) => join(root, 'proc/stat'), 'not a directory'],
  ])('are refused when %s', async (_name, path, why) => {
    const root = path(capture(ETCD));

    const collecting = collectTest(root);

    const error = await collecting.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(KubetrueError);
    expect(error).toMatchObject({
      code: 'KT_ROOT',
      problems: [{ message: `${root}: ${why}`, hint: expect.any(String) }],
    });
  });

  it('are refused when the user may not enter them', async () => {
    const root = capture(ETCD);
    const [user, mode] = [process.getuid?.() ?? 0, 0o700];
    // Root may enter anything, so it looks as nobody; anyone else locks the directory.
    if (user === 0) process.seteuid?.(NOBODY);
    else chmodSync(root, 0);
    onTestFinished(() => {
      if (user === 0) process.seteuid?.(0);
      else chmodSync(root, mode);
    });

    const error = await collectTest(root).catch((thrown) => thrown);

    expect(error).toMatchObject({ code: 'KT_ROOT', problems: [{ message: `${root}: permission denied` }] });
  });

  it('without processes say that nothing follows from that', async () => {
    const root = plantTree({ 'etc/hostname': 'cp-1\n' });

    const snapshot = await collectTest(root);

    expect(snapshot.node.name).toBe('cp-1');
    expect(snapshot.processesVisible).toEqual({
      complete: false,
      reason: 'the capture holds no process (proc/PID/cmdline)',
    });
  });

  it('with a procfs are mounted hosts', async () => {
    const snapshot = await collectTest('/');

    expect(snapshot.source).toBe('mounted');
    expect(snapshot.processesVisible.complete).toBe(true);
  });
});

describe('this machine through a mount', () => {
  it('is alive, and named by its own files or by its cluster', async () => {
    const options = { root: '/', own: true, now: () => new Date(), toolVersion: '0', progress: () => {} };

    const own = await collectWith([], options);
    const named = await collectWith([], { ...options, nodeName: 'cp-1.example' });

    expect(own).toMatchObject({ source: 'live', node: { name: nameOfItsOwn() } });
    expect(named.node.name).toBe('cp-1.example');
  });

  it('is none without a procfs', async () => {
    const root = plantTree({ 'proc/1/cmdline': 'init\0' });

    const collecting = collectWith([], {
      root,
      own: true,
      now: () => new Date(),
      toolVersion: '0',
      progress: () => {},
    });

    await expect(collecting).rejects.toMatchObject({ code: 'KT_ROOT' });
  });
});

function nameOfItsOwn(): string {
  return existsSync('/etc/hostname') ? readFileSync('/etc/hostname', 'utf8').trim() : 'unknown';
}

describe('this machine', () => {
  it('shows a running etcd of three members with its stored membership', { timeout: 60_000 }, async () => {
    const members = await plainCluster('3.6.5', 3);
    const component = testComponent([
      { path: 'data', as: 'etcd-data' },
      { path: 'gone', as: 'config' },
    ]);

    const snapshot = await collectTest(null, component);

    expect(Check(SnapshotSchema, snapshot)).toBe(true);
    expect(snapshot).toMatchObject({ source: 'live', processesVisible: { complete: true } });
    for (const member of members) {
      const process = snapshot.processes.find(({ pid }) => pid === member.process.pid);
      expect(process).toMatchObject({
        environment: { value: { ETCD_TOKEN: '(redacted)' } },
        workingDirectory: { value: member.directory },
        sameNetworkNamespace: true,
        version: { value: '3.6.5' },
        files: {
          gone: { state: 'absent', lookedAt: [{ path: `${member.directory}/gone` }] },
          data: { value: { hostPath: `${member.directory}/data`, type: 'directory', mode: 0o700 } },
        },
      });
      expect(process?.listeners).toMatchObject({
        value: expect.arrayContaining([
          { family: 'ipv4', address: '127.0.0.1', port: member.clientPort },
          { family: 'ipv4', address: '127.0.0.1', port: member.peerPort },
        ]),
      });
      expect(Math.abs(Date.now() - Date.parse(startOf(process)))).toBeLessThan(60_000);
    }
  });

  it('loses a process that ends while it is read, and no other', async () => {
    const directory = plantTree({});
    const program = join(directory, 'etcd');
    copyFileSync('/bin/sleep', program);
    const [dying, living] = [start(program, directory), start(program, directory)];
    const component = testComponent(({ pid }) => {
      if (pid === dying.pid) endNow(dying);
      return [];
    });

    const snapshot = await collectTest(null, component);

    const pids = snapshot.processes.map(({ pid }) => pid);
    expect(pids).toContain(living.pid);
    expect(pids).not.toContain(dying.pid);
  });
});

function startOf(process: ProcessFacts | undefined): string {
  return process?.startedAt.state === 'present' ? process.startedAt.value : '';
}

function start(program: string, cwd: string): ChildProcess {
  const child = spawn(program, ['60'], { cwd, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Ends a child in the middle of synchronous work: it stays a zombie, since nobody waits for it meanwhile. */
function endNow(child: ChildProcess): void {
  child.kill('SIGKILL');
  execFileSync('sleep', ['0.1']);
}
