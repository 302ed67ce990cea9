import type { WantedFile } from '../component.ts';

export const UNIT = 'kubelet.service';

/** Where systemd looks for a unit and its drop-ins, first come first served. systemd.unit(5); generated units left out */
export const UNIT_DIRECTORIES = [
  '/etc/systemd/system.control',
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
];

/** What is kept of unit files: `section.directive` in lower case. */
const UNIT_KEYS: ReadonlySet<string> = new Set(['service.ipaddressdeny']);

export function unitFile(path: string): WantedFile {
  return { path, as: 'unit', keys: UNIT_KEYS };
}

export function unitPath(directory: string): string {
  return `${directory}/${UNIT}`;
}

export function dropInDirectory(directory: string): string {
  return `${directory}/${UNIT}.d`;
}
