import type { Element } from 'hast';
import { s } from 'hastscript';
import type { Status } from '../../model/finding.ts';

type IconName = Status | 'theme' | 'print' | 'search' | 'open';

/** What is drawn in a square of 16, in the colour of the text around it. */
const DRAWINGS: Readonly<Record<IconName, string>> = {
  pass: 'M3.2 8.6 6.4 11.8 12.8 4.6',
  fail: 'M4 4 12 12M12 4 4 12',
  conflict: 'M3 6h10M3 10h10M10.5 3 5.5 13',
  error: 'M8 3v6.2M8 12.4v.2',
  unknown: 'M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.7M8 12.6v.2',
  manual: 'M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8ZM3 13.4c.6-2.2 2.5-3.4 5-3.4s4.400 1.200 5 3.400',
  'not-applicable': 'M4 8h8',
  theme: 'M8 2.500a5.500 5.500 0 1 0 0 11Z M8 2.500a5.500 5.500 0 0 1 0 11',
  print: 'M4.500 6V2.500h7V6M4.500 11.500h-2V6h11v5.500h-2M4.500 9.500h7v4h-7z',
  search: 'M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM10.400 10.400 13.500 13.500',
  open: 'M6 3.500 10.500 8 6 12.500',
};

/** All drawings once; pages show them by name. */
export function iconSheet(): Element {
  const symbols = Object.entries(DRAWINGS).map(([name, d]) =>
    s('symbol', { id: `icon-${name}`, viewBox: '0 0 16 16' }, s('path', { d })),
  );
  return s('svg', { width: 0, height: 0, ariaHidden: 'true', className: ['icons'] }, symbols);
}

/** A drawing beside words that say the same. */
export function icon(name: IconName): Element {
  return s('svg', { className: ['icon'], ariaHidden: 'true' }, s('use', { href: `#icon-${name}` }));
}
