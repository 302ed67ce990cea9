import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/kubetrue.js', import.meta.url));

/** What a person types, tabs among it, and the words that the shell then calls the program with. */
export type Typed = readonly [keys: string, words: readonly string[]];

/** In each shell: how it is started on a terminal with a file of its own, and what that file holds besides. */
const SHELLS = {
  bash: {
    start: (home: string) => `bash --rcfile ${home}/rc -i`,
    rc: (home: string) =>
      `source ${home}/completion\nbind 'set enable-bracketed-paste off'\nbind 'set bell-style none'\n`,
  },
  zsh: {
    start: (home: string) => `ZDOTDIR=${home} zsh -d -i`,
    rc: (home: string) =>
      `fpath=(${home} $fpath)\nautoload -Uz compinit\ncompinit -u\nunsetopt beep zle_bracketed_paste\n`,
  },
} as const;

/** What the program is replaced by: it writes each call as a line, its words between signs that no word holds. */
const RECORDER = (home: string) =>
  `PS1=\nkubetrue() { printf '%s\\1' "$@" >>${home}/calls; echo >>${home}/calls; }\n`;

/** Types lines in a real shell with our completion; returns the words of each call. */
export function typedIn(shell: keyof typeof SHELLS, lines: readonly string[]): string[][] {
  const home = mkdtempSync(join(tmpdir(), 'kubetrue-completion-'));
  try {
    const { start, rc } = SHELLS[shell];
    const work = workIn(home);
    writeScript(shell, join(home, shell === 'zsh' ? '_kubetrue' : 'completion'));
    writeFileSync(join(home, shell === 'zsh' ? '.zshrc' : 'rc'), RECORDER(home) + rc(home));
    const { status, stderr } = spawnSync('script', ['-qec', start(home), '/dev/null'], {
      ...{ cwd: work, input: `${lines.join('\n')}\nexit 0\n`, encoding: 'utf8', timeout: 15_000 },
      env: { PATH: process.env.PATH, HOME: home, TERM: 'dumb', LANG: 'C.UTF-8' },
    });
    if (status !== 0 || !existsSync(`${home}/calls`)) throw new Error(`${shell}: ${status} ${stderr}`);
    return readFileSync(`${home}/calls`, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\x01').slice(0, -1));
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** What fish offers for a line, by its own command that asks for it. */
export function offeredByFish(lines: readonly string[]): string[][] {
  const home = mkdtempSync(join(tmpdir(), 'kubetrue-completion-'));
  try {
    const work = workIn(home);
    writeScript('fish', join(home, 'completion'));
    const asked = lines.map((line) => `complete -C ${JSON.stringify(line)}; echo =`).join('\n');
    const text = execFileSync('fish', ['--no-config', '-c', `source ${home}/completion\n${asked}`], {
      ...{ cwd: work, encoding: 'utf8' },
      env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8' },
    });
    return text
      .split('=\n')
      .slice(0, -1)
      .map((part) => part.split('\n').slice(0, -1));
  } finally {
    rmSync(home, { recursive: true });
  }
}

function workIn(home: string): string {
  const work = join(home, 'work');
  mkdirSync(join(work, 'nodes'), { recursive: true });
  for (const name of ['waivers.yaml', 'one file.json', '$(touch broken).yaml', '-dashed.yaml'])
    writeFileSync(join(work, name), '');
  return work;
}

function writeScript(shell: string, path: string): void {
  execFileSync(process.execPath, [PROGRAM, 'completion', shell, '--output', path]);
}
