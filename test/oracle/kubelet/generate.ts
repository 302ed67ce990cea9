import type { Arbitrary } from 'fast-check';
import { settingSpec } from '../../../src/components/kubelet/settings.ts';
import { drawn, type Picker, type Weighted } from '../picker.ts';
import { document, type Entry } from './documents.ts';
import type { Draw } from './launch.ts';
import { GATES, ODD_GATES, TEXT_NAMES, TEXTS, type Texts } from './values.ts';

/** Launches of the kubelet. */
export function draws(): Arbitrary<Draw> {
  return drawn(draw);
}

type Name = (typeof TEXT_NAMES)[number];

function draw(pick: Picker): Draw {
  const args: string[][] = flags(pick, some(pick, pick.one([0, 2, 5])));
  const files: Record<string, string> = {};
  const standalone = pick.chance(0.5);
  if (pick.chance(0.7)) {
    args.push(
      pick.one([
        ['--config={dir}/kubelet.yaml'],
        ['--config', 'conf/../kubelet.yaml'],
        ['--config=./kubelet.yaml'],
      ]),
    );
    files['conf/empty'] = '';
    const own = keys(pick, some(pick, pick.one([0, 4, 10])));
    files['kubelet.yaml'] = document(pick, [...(standalone ? ALONE : []), ...own]);
  } else if (standalone && pick.chance(0.5)) {
    args.unshift(['--authorization-mode=AlwaysAllow']);
  }
  if (!standalone) args.push(['--kubeconfig={dir}/kubeconfig']);
  if (pick.chance(0.5)) Object.assign(files, dropIns(pick, args));
  return { args: [...pick.shuffle(args), ...stray(pick)], env: {}, files };
}

/** What a kubelet without a kubeconfig needs in its file. */
const ALONE: readonly Entry[] = [
  { path: ['authentication', 'webhook', 'enabled'], text: 'false' },
  { path: ['authorization', 'mode'], text: 'AlwaysAllow' },
];

function some(pick: Picker, most: number): readonly Name[] {
  return pick.shuffle(TEXT_NAMES).slice(0, most);
}

function textsOf(name: Name): Texts {
  const texts = TEXTS[name];
  if (texts === undefined) throw new Error(`no texts for ${name}`);
  return texts;
}

/** A mistake stops the start, and would hide all others: a draw that is meant to hold some holds about one. */
function textOf(pick: Picker, sound: Weighted<string>, odd: Weighted<string>): string {
  return pick.weighted(odd.length > 0 && pick.odd(0.1) ? odd : sound);
}

function flags(pick: Picker, names: readonly Name[]): string[][] {
  const own = names.flatMap((name) => {
    const { flag, oddFlag } = textsOf(name);
    return Array.from({ length: pick.chance(0.15) ? 2 : 1 }, () =>
      words(pick, name, textOf(pick, flag, oddFlag)),
    );
  });
  const gates = pick.chance(0.2) ? [[`--feature-gates=${gateTexts(pick).join(',')}`]] : [];
  return [...own, ...gates, ...(pick.chance(0.1) ? [['--hostname-override=Node-1']] : [])];
}

/** `--name=value`, or the value as the next word, or with `_` in the name. */
function words(pick: Picker, name: string, text: string): string[] {
  const typed = pick.chance(0.1) ? name.replaceAll('-', '_') : name;
  if (!text.startsWith('=') || text === '=' || !pick.chance(0.3) || isBoolean(text))
    return [`--${typed}${text}`];
  return [`--${typed}`, text.slice(1)];
}

function isBoolean(text: string): boolean {
  return /^=(?:true|false|[01tf])$/i.test(text);
}

function gateTexts(pick: Picker): string[] {
  const count = pick.one([1, 1, 2]);
  return Array.from({ length: count }, () => textOf(pick, GATES, ODD_GATES));
}

function keys(pick: Picker, names: readonly Name[]): Entry[] {
  const own = names.flatMap((name) => entry(pick, name, 0.03));
  return pick.chance(0.2) ? [...own, ...gateEntries(pick)] : own;
}

/** @param misspelt share of keys in another case */
function entry(pick: Picker, name: Name, misspelt: number): Entry[] {
  const { key } = settingSpec(name);
  const { file, oddFile } = textsOf(name);
  if (key === null) return [];
  const path = key.split('.').map((part) => (pick.chance(misspelt) ? inOtherCase(pick, part) : part));
  return [{ path, text: textOf(pick, file, oddFile) }];
}

function inOtherCase(pick: Picker, part: string): string {
  return pick.one([part.toLowerCase(), part.toUpperCase(), part.charAt(0).toUpperCase() + part.slice(1)]);
}

function gateEntries(pick: Picker): Entry[] {
  return gateTexts(pick).map((text) => {
    const [name = '', value = ''] = text.split('=');
    return { path: ['featureGates', name], text: pick.chance(0.1) ? 'null' : value };
  });
}

const DROP_IN_NAMES = [
  '10-a.conf',
  '20-b.conf',
  '20-b/z.conf',
  '.conf',
  'c.yaml',
  'd.conf.bak',
  'E.conf',
  '20-b-c.conf',
];

function dropIns(pick: Picker, args: string[][]): Record<string, string> {
  args.push(
    pick.one([
      ['--config-dir={dir}/kubelet.d'],
      ['--config-dir', 'kubelet.d'],
      ['--config-dir=./kubelet.d/'],
    ]),
  );
  const names = pick.shuffle(DROP_IN_NAMES).slice(0, pick.one([1, 2, 3]));
  const files = names.map((name) => [`kubelet.d/${name}`, dropIn(pick)] as const);
  return { 'kubelet.d/readme': '', ...Object.fromEntries(files) };
}

function dropIn(pick: Picker): string {
  const own = some(pick, pick.one([1, 3, 6])).flatMap((name) => entry(pick, name, 0.12));
  const sections: Entry[] = pick.chance(0.05)
    ? [
        {
          path: [pick.one(['authentication', 'featureGates', 'Authentication', 'tlsCipherSuites'])],
          text: 'null',
        },
      ]
    : [];
  return document(pick, [...own, ...sections, ...(pick.chance(0.2) ? gateEntries(pick) : [])]);
}

function stray(pick: Picker): string[][] {
  return pick.odd(0.05) ? [[pick.one(['run', '--no-such-flag', '-x', '--', '--config=missing.yaml'])]] : [];
}
