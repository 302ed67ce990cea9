import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/cli/version.ts';
import { action, PROGRAM, runAction } from './action.ts';
import { deviations } from './schemas.ts';

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec: {hostPID: true, containers: [{name: c, image: i}]}\n';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubetrue-action-'));
  writeFileSync(join(directory, 'pod.yaml'), POD);
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('the definition', () => {
  it('is what GitHub takes', () => {
    expect(deviations('github-action.json', 'action.yml')).toEqual([]);
  });

  it('installs this version', () => {
    expect(action.inputs.version?.default).toBe(VERSION);
  });

  it('puts no value of anybody into a script', () => {
    const scripts = action.runs.steps.map(({ run }) => run).join('\n');

    expect(scripts).not.toContain('${{');
  });
});

describe('a call', () => {
  const scan = (inputs: Record<string, string>) => runAction(directory, { program: PROGRAM, ...inputs });

  it('writes a report, tells where it is, and fails where something fails', () => {
    const { code, outputs, summary } = scan({ path: 'pod.yaml' });

    expect(code).toBe(1);
    expect(outputs).toMatchObject({ report: 'kubetrue.sarif', 'exit-code': '1' });
    expect(JSON.parse(readFileSync(join(directory, 'kubetrue.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(summary).toMatch(/^#+ /);
  });

  it('passes on what it was given', () => {
    const given = {
      path: ' \npod.yaml\r\n',
      'fail-on': 'never',
      format: 'junit',
      output: 'a b.xml',
      summary: 'false',
    };

    const { code, outputs, summary } = scan(given);

    expect(code).toBe(0);
    expect(outputs).toMatchObject({ report: 'a b.xml', 'exit-code': '0' });
    expect(readFileSync(join(directory, 'a b.xml'), 'utf8')).toContain('<testsuites');
    expect(summary).toBe('');
  });

  it('tells what could not be judged from what fails', () => {
    writeFileSync(join(directory, 'namespace.yaml'), NAMESPACE);

    expect(scan({ path: 'namespace.yaml' })).toMatchObject({ code: 3, outputs: { 'exit-code': '3' } });
    expect(scan({ path: 'namespace.yaml', partial: 'true' })).toMatchObject({ code: 0 });
  });

  it.each<[string, Record<string, string>]>([
    ['a path that is a command', { path: '$(touch hacked)`touch hacked`;touch hacked' }],
    ['a path with quotes', { path: `"; touch hacked; '` }],
    ['a path that is an option', { path: '--output=hacked' }],
    ['standard input', { path: '-' }],
    ['no path', { path: ' ' }],
    ['an output of two lines', { path: 'pod.yaml', output: 'a\nexit-code=0' }],
    ['a waivers file that is a command', { path: 'pod.yaml', waivers: '$(touch hacked)' }],
    ['a benchmark with an option', { path: 'pod.yaml', benchmark: 'cis-kubernetes --output hacked' }],
    ['a threshold that is none', { path: 'pod.yaml', 'fail-on': 'never; touch hacked' }],
    ['a format that is none', { path: 'pod.yaml', format: '$(touch hacked)' }],
    ['a switch that is none', { path: 'pod.yaml', partial: 'yes' }],
    ['a program that is an option', { path: 'pod.yaml', program: '--eval' }],
    ['a version with a command', { path: 'pod.yaml', program: '', version: '0.1.0; touch hacked' }],
    ['a version from elsewhere', { path: 'pod.yaml', program: '', version: 'file:../evil' }],
  ])('with %s is refused and does nothing else', (_, inputs) => {
    const { code, outputs } = scan(inputs);

    expect(code).toBe(2);
    expect(outputs['exit-code']).toBeUndefined();
    expect(existsSync(join(directory, 'hacked'))).toBe(false);
  });

  it.each([
    ['is not there', './nowhere'],
    ['is no program', './pod.yaml'],
    ['crashes', './crash'],
  ])('by a program that %s judges nothing', (_, program) => {
    writeFileSync(join(directory, 'crash'), '#!/bin/sh\nkill -KILL $$\n', { mode: 0o755 });

    const { code, outputs } = scan({ path: 'pod.yaml', program });

    expect(code).toBe(2);
    expect(outputs).not.toHaveProperty('exit-code');
    expect(outputs).not.toHaveProperty('report');
  });

  it('judges files of any name', () => {
    const names = ['with space.yaml', '$(touch hacked).yaml', `quote'".yaml`, '-dash.yaml', 'ünï.yaml'];
    for (const name of names) writeFileSync(join(directory, name), POD);

    const { code, outputs } = scan({ path: names.join('\n'), format: 'json', output: 'report.json' });

    const { files } = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'));
    expect({ code, report: outputs.report, judged: files.judged }).toEqual({
      code: 1,
      report: 'report.json',
      judged: names.sort(),
    });
    expect(readdirSync(directory)).not.toContain('hacked');
  });

  it('installs the version that is asked for where no program is named', () => {
    const programs = join(directory, 'programs');
    mkdirSync(programs);
    // No registry is asked in tests: what would be installed is this program.
    const npm = `#!/bin/sh\nprintf '%s\\n' "$@" > asked\nat=$3/node_modules/kubetrue/bin\nmkdir -p "$at"\nln -s '${PROGRAM}' "$at/kubetrue.js"\n`;
    writeFileSync(join(programs, 'npm'), npm);
    chmodSync(join(programs, 'npm'), 0o755);

    const { code } = runAction(directory, { path: 'pod.yaml', version: '0.2.0-rc.1' }, [programs]);

    expect(code).toBe(1);
    expect(readFileSync(join(directory, 'asked'), 'utf8').trim().split('\n')).toContain(
      'kubetrue@0.2.0-rc.1',
    );
  });
});
