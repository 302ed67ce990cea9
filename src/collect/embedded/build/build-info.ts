import { type Reading, read, unreadable } from '../../../machine/reading.ts';
import type { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import { bytesAt, elfSection } from './elf.ts';

const MAGIC = '\xff Go buildinf:';
const HEADER = 32;
/** Flag in byte 15: the texts follow the header (Go 1.18 and later). */
const INLINE = 2;

/**
 * What a Go program was built from: lines such as `dep⇥PATH⇥VERSION`, `=>⇥PATH⇥VERSION` and `build⇥-ldflags=…`.
 * https://github.com/golang/go/blob/go1.26.0/src/debug/buildinfo/buildinfo.go readRawBuildInfo
 */
export function buildInfo(fs: RootedFs, path: string): Reading<readonly string[]> {
  return fs.withFile(path, (descriptor, size) => {
    const section = elfSection({ descriptor, size }, '.go.buildinfo');
    if (section === null) return unreadable('not a program built by Go');
    const lines = moduleLines(bytesAt({ descriptor, size }, section));
    return lines === null ? unreadable('its build information is not understood') : read(lines);
  });
}

function moduleLines(bytes: Buffer): string[] | null {
  const start = bytes.indexOf(MAGIC, 0, 'latin1');
  if (start < 0 || ((bytes[start + 15] ?? 0) & INLINE) === 0) return null;
  const compiler = textAt(bytes, start + HEADER);
  const modules = compiler === null ? null : textAt(bytes, compiler.end);
  // 16 bytes before and after mark the text for those who search for it.
  return modules === null ? null : modules.text.slice(16, -16).split('\n');
}

/** A text behind its length as a varint. */
function textAt(bytes: Buffer, at: number): { text: string; end: number } | null {
  let length = 0;
  let next = at;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[next] ?? 0;
    next += 1;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  const end = next + length;
  return end > bytes.length ? null : { text: bytes.toString('latin1', next, end), end };
}
