import { describe, expect, it } from 'vitest';
import { type Planted, plantTree } from '../../../../test/support/collect/tree.ts';
import { type Reading, readValue } from '../../../machine/reading.ts';
import { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import { type Start, startOfService } from './start.ts';

const UNIT = 'etc/systemd/system/k3s.service';

function start(files: Record<string, Planted>, name = 'k3s.service'): Reading<Start> {
  const fs = readValue(RootedFs.open(plantTree(files), 'CAP_DAC_READ_SEARCH'));
  if (fs === undefined) throw new Error('no tree');
  const found = startOfService(fs, name);
  fs.close();
  return found;
}

function words(files: Record<string, Planted>, name?: string): string[] | string {
  const found = start(files, name);
  if (found.state === 'read') return found.value.words.map(({ text }) => text);
  return found.state === 'unreadable' ? found.reason : found.state;
}

function environment(files: Record<string, Planted>): Record<string, string> | string {
  const found = start({ ...files, [UNIT]: `[Service]\nExecStart=/bin/k3s server\n${files[UNIT] ?? ''}` });
  if (found.state !== 'read') return found.state === 'unreadable' ? found.reason : found.state;
  return Object.fromEntries([...found.value.environment].map(([name, { value }]) => [name, value]));
}

describe('the command of a service', () => {
  it('is that of its unit file, over several lines', () => {
    const unit =
      "[Service]\nExecStart=/usr/local/bin/k3s \\\n    server \\\n\t'--disable' \\\n\t'traefik' \\\n\n";

    expect(words({ [UNIT]: unit })).toEqual(['/usr/local/bin/k3s', 'server', '--disable', 'traefik']);
  });

  it('knows the line where each word stands', () => {
    const found = readValue(
      start({ [UNIT]: '[Unit]\nDescription=x\n[Service]\nExecStart=/bin/k3s server\n' }),
    );

    expect(found?.words.map(({ origin }) => origin)).toEqual([
      { kind: 'file', path: `/${UNIT}`, line: 4 },
      { kind: 'file', path: `/${UNIT}`, line: 4 },
    ]);
  });

  it('is replaced by a drop-in, the last in the order of names', () => {
    const files = {
      [UNIT]: '[Service]\nExecStart=/bin/k3s server --debug\n',
      [`${UNIT}.d/20-b.conf`]: '[Service]\nExecStart=\nExecStart=/bin/k3s server --v=5\n',
      [`${UNIT}.d/10-a.conf`]: '[Service]\nExecStart=\nExecStart=/bin/k3s agent\n',
      [`${UNIT}.d/30-c.txt`]: '[Service]\nExecStart=\n',
    };

    expect(words(files)).toEqual(['/bin/k3s', 'server', '--v=5']);
  });

  it('comes from the strongest directory that has the unit, and so does each drop-in', () => {
    const files = {
      'usr/lib/systemd/system/k3s.service': '[Service]\nExecStart=/bin/k3s agent\n',
      'usr/lib/systemd/system/k3s.service.d/a.conf':
        '[Service]\nExecStart=\nExecStart=/bin/k3s agent --weak\n',
      [UNIT]: '[Service]\nExecStart=/bin/k3s server\n',
      [`${UNIT}.d/a.conf`]: '[Service]\nEnvironment=A=b\n',
    };

    expect(words(files)).toEqual(['/bin/k3s', 'server']);
  });

  it.each([
    ['a prefix', '-/bin/k3s server', ['/bin/k3s', 'server']],
    ['a name of its own', '@/bin/k3s other server', ['/bin/k3s', 'server']],
    ['the name of the unit', '/bin/k3s server %N %n %%', ['/bin/k3s', 'server', 'k3s', 'k3s.service', '%']],
    [
      'variables',
      `/bin/k3s server \${WORD}x $WORDS $$5 $GONE`,
      ['/bin/k3s', 'server', 'ax', 'b', 'c d', '$5'],
    ],
    ['no variables', `:/bin/k3s server \${WORD}`, ['/bin/k3s', 'server', `\${WORD}`]],
  ])('with %s', (_name, command, expected) => {
    const unit = `[Service]\nEnvironment=WORD=a "WORDS=b 'c d'"\nExecStart=${command}\n`;

    expect(words({ [UNIT]: unit })).toEqual(expected);
  });

  it.each([
    ['no unit', {}, 'was not found'],
    ['no command', { [UNIT]: '[Service]\nType=notify\n' }, 'no ExecStart'],
    ['several commands', { [UNIT]: '[Service]\nExecStart=/a\nExecStart=/b\n' }, 'several ExecStart'],
    [
      'a specifier of the host',
      { [UNIT]: '[Service]\nExecStart=/bin/k3s --node-name=%H\n' },
      'not understood',
    ],
    ['a broken quote', { [UNIT]: `[Service]\nExecStart=/bin/k3s "x\n` }, 'not understood'],
  ])('is not known with %s', (_name, files, reason) => {
    expect(words(files)).toContain(reason);
  });
});

describe('the environment of a service', () => {
  it('is what the unit sets, and what its files set over that', () => {
    const files = {
      [UNIT]: 'Environment=A=1 B=2\nEnvironmentFile=-/etc/default/%N\nEnvironmentFile=/etc/k3s.env\n',
      'etc/default/k3s': 'B=3\nC=4\n',
      'etc/k3s.env': "C='5'\n",
    };

    expect(environment(files)).toEqual({ A: '1', B: '3', C: '5' });
  });

  it.each([
    ['a file that lacks', { [UNIT]: 'Environment=A=1\nEnvironmentFile=-/etc/none\n' }, { A: '1' }],
    ['an empty assignment', { [UNIT]: 'Environment=A=1\nEnvironment=\nEnvironment=B=2\n' }, { B: '2' }],
    ['a variable that is taken away', { [UNIT]: 'Environment=A=1 B=2\nUnsetEnvironment=A\n' }, { B: '2' }],
  ])('with %s', (_name, files, expected) => {
    expect(environment(files)).toEqual(expected);
  });

  it.each([
    ['what it takes from the manager', { [UNIT]: 'PassEnvironment=K3S_TOKEN\n' }, 'PassEnvironment'],
    ['a pattern for files', { [UNIT]: 'EnvironmentFile=/etc/k3s/*.env\n' }, 'which files'],
    ['a broken assignment', { [UNIT]: 'Environment="A=1\n' }, 'broken'],
  ])('is not known with %s', (_name, files, reason) => {
    expect(environment(files)).toContain(reason);
  });

  it('shows the line of a file where a variable is set, and every file that was read', () => {
    const found = readValue(
      start({
        [UNIT]: '[Service]\nExecStart=/bin/k3s server\nEnvironmentFile=/etc/k3s.env\n',
        'etc/k3s.env': '# comment\nK3S_NODE_NAME=n1\n',
        [`${UNIT}.d/a.conf`]: '[Service]\n',
      }),
    );

    expect(found?.environment.get('K3S_NODE_NAME')?.origin).toEqual({
      kind: 'file',
      path: '/etc/k3s.env',
      line: 2,
    });
    expect(found?.files).toEqual([`/${UNIT}`, `/${UNIT}.d/a.conf`, `/${UNIT}.d`, '/etc/k3s.env']);
  });
});
