import { KubetrueError } from '../../model/errors.ts';

/** A file as text, with what is needed to name a place in it. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Throws `KT_EDIT`: the file is as it was, and the reason names the line. */
export function refuse(source: Source, offset: number | null, message: string, hint: string): never {
  if (offset === null) throw new KubetrueError('KT_EDIT', { message, file: source.path, hint });
  const start = lineStart(source.text, offset);
  throw new KubetrueError('KT_EDIT', {
    message,
    file: source.path,
    line: source.text.slice(0, start).split('\n').length,
    excerpt: source.text.slice(start, lineEnd(source.text, offset)).trimEnd(),
    hint,
  });
}

/** Bytes that are not UTF-8 would not survive being read and written. */
export function decodeSource(path: string, bytes: Uint8Array): Source {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (cause) {
    throw new KubetrueError(
      'KT_EDIT',
      { message: 'the file is not UTF-8 text', file: path, hint: 'edit it by hand' },
      { cause },
    );
  }
}

export function splice(source: Source, start: number, end: number, text: string): Source {
  return { path: source.path, text: source.text.slice(0, start) + text + source.text.slice(end) };
}

/** Offset of the first character of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset of the line feed that ends the line, or of the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** The line end in use around `offset`, so that a Windows file stays one. */
export function lineBreakAt(text: string, offset: number): '\n' | '\r\n' {
  const start = lineStart(text, offset);
  const near = start > 0 ? start - 1 : text.indexOf('\n', offset);
  return near > 0 && text[near - 1] === '\r' ? '\r\n' : '\n';
}

/**
 * Puts whole lines behind the line on which the content before `offset` ends. A file without a last line feed still
 * has none afterwards.
 */
export function insertLinesAfter(source: Source, offset: number, lines: readonly string[]): Source {
  const { text } = source;
  const eol = lineBreakAt(text, Math.max(offset - 1, 0));
  // The range of a block scalar ends behind its own line feed.
  const end = text[offset - 1] === '\n' ? offset - 1 : lineEnd(text, offset);
  if (end >= text.length) return splice(source, end, end, eol + lines.join(eol));
  return splice(source, end + 1, end + 1, lines.map((line) => line + eol).join(''));
}
