import type { Picker } from '../picker.ts';

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Document = { readonly [key: string]: Value };

/** A document as YAML in flow style, now and then with what a person gets wrong in one. */
export function text(pick: Picker, document: Document): string {
  const lines = Object.entries(document).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return wrecked(pick, lines).join('\n');
}

function wrecked(pick: Picker, lines: readonly string[]): readonly string[] {
  if (!pick.odd(0.5)) return [...lines, ...harmless(pick), ''];
  return pick.one<(lines: readonly string[]) => readonly string[]>([
    (all) => all.filter((line) => !line.startsWith('kind:')),
    (all) => all.filter((line) => !line.startsWith('apiVersion:')),
    (all) => all.map((line) => line.replace(/^kind: ".*"/, 'kind: "Policies"')),
    (all) => all.map((line) => line.replace(/^apiVersion: "(.*)\/.*"/, 'apiVersion: "$1/v7"')),
    (all) => all.map((line) => line.replace(/^kind:/, 'Kind:')),
    (all) => [...all, 'unknownKey: 1'],
    (all) => [...all, all.at(-1) ?? ''],
    (all) => all.map((line, index) => (index === all.length - 1 ? capitalised(line) : line)),
    (all) =>
      all.map((line, index) => (index === all.length - 1 ? line.replace(/true|false/, '"true"') : line)),
    (all) => all.map((line, index) => (index === all.length - 1 ? line.replace(/"[a-z]+"/, '7') : line)),
    (all) => all.map((line, index) => (index === all.length - 1 ? line.replace(/: .*/, ': null') : line)),
    () => [],
    () => ['# nothing'],
    () => ['{'],
    () => ['[]'],
  ])(lines);
}

function capitalised(line: string): string {
  return line.charAt(0).toUpperCase() + line.slice(1);
}

function harmless(pick: Picker): readonly string[] {
  return pick.chance(0.1) ? ['---', 'kind: Other'] : [];
}
