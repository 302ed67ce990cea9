import { KubetrueError } from '../../model/errors.ts';
import type { SourceFile } from '../read/source-file.ts';

/** No page comes near it; a program that writes one does not know what it does. */
const LARGEST_PAGE = 512 * 1024;
const LONGEST_EXCERPT = 120;

/**
 * The bytes of a page as text: UTF-8, with or without a byte order mark, lines ended either way.
 *
 * @throws KubetrueError KT_PAGE with the line of what is wrong
 */
export function pageFile(path: string, bytes: Uint8Array): SourceFile {
  if (bytes.length > LARGEST_PAGE) {
    const message = `is ${bytes.length} bytes long: a page has at most ${LARGEST_PAGE}`;
    throw refused(path, 1, message, lossy(bytes.subarray(0, 4 * LONGEST_EXCERPT)).split('\n')[0] ?? '');
  }
  const text = strict(bytes);
  if (text === null) {
    const { line, excerpt } = firstBadLine(bytes);
    throw refused(path, line, 'is not UTF-8 text', excerpt);
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const line = text.slice(0, nul).split('\n').length;
    throw refused(path, line, 'is no text: it holds a NUL', text.split('\n')[line - 1] ?? '');
  }
  return { path, text: text.replaceAll('\r\n', '\n') };
}

function refused(file: string, line: number, message: string, excerpt: string): KubetrueError {
  return new KubetrueError('KT_PAGE', {
    message,
    file,
    line,
    excerpt: excerpt.trimEnd().slice(0, LONGEST_EXCERPT),
  });
}

function strict(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function lossy(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

/** A line feed is never part of a longer sequence, so lines can be decoded one by one. */
function firstBadLine(bytes: Uint8Array): { line: number; excerpt: string } {
  let start = 0;
  for (let line = 1; start <= bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    const one = bytes.subarray(start, end === -1 ? bytes.length : end);
    if (strict(one) === null) return { line, excerpt: lossy(one) };
    if (end === -1) break;
    start = end + 1;
  }
  return { line: 1, excerpt: '' };
}
