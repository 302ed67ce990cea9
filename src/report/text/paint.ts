import { styleText } from 'node:util';
import type { Severity, Status } from '../../model/finding.ts';

export type Tone = Parameters<typeof styleText>[0];

/** How a report looks on the reader's terminal. */
export interface Look {
  /** Escape sequences for colour may be written. */
  color: boolean;
  /** The terminal shows UTF-8; otherwise only ASCII is written for our own signs. */
  unicode: boolean;
  /** Columns of the terminal. */
  width: number;
}

export function paint(look: Look, tone: Tone, text: string): string {
  return look.color && text !== '' ? styleText(tone, text, { validateStream: false }) : text;
}

interface StatusLook {
  mark: string;
  ascii: string;
  tone: Tone;
  word: string;
}

export const STATUS_LOOKS = {
  pass: { mark: '✔', ascii: '+', tone: 'green', word: 'pass' },
  fail: { mark: '✖', ascii: 'x', tone: ['bold', 'red'], word: 'fail' },
  conflict: { mark: '≠', ascii: '#', tone: ['bold', 'magenta'], word: 'conflict' },
  manual: { mark: '☐', ascii: 'm', tone: 'cyan', word: 'manual' },
  'not-applicable': { mark: '–', ascii: '-', tone: 'dim', word: 'not applicable' },
  unknown: { mark: '?', ascii: '?', tone: 'yellow', word: 'unknown' },
  error: { mark: '!', ascii: '!', tone: ['bold', 'yellow'], word: 'error' },
} as const satisfies Record<Status, StatusLook>;

export const SEVERITY_TONES = {
  high: ['bold', 'red'],
  medium: 'yellow',
  low: 'reset',
} as const satisfies Record<Severity, Tone>;

export function markOf(look: Look, status: Status): string {
  const { mark, ascii, tone } = STATUS_LOOKS[status];
  return paint(look, tone, look.unicode ? mark : ascii);
}

const ASCII_SIGNS: Record<string, string> = {
  '·': '-',
  '→': '->',
  '–': '-',
  '…': '...',
  '“': '"',
  '”': '"',
  '’': "'",
};

/** Our own signs for a terminal without UTF-8; other characters of the report are shown as they are there. */
export function signs(look: Look, text: string): string {
  return look.unicode
    ? text
    : text.replace(/[\u00b7\u2192\u2013\u2026\u201c\u201d\u2019]/g, (sign) => ASCII_SIGNS[sign] ?? sign);
}
