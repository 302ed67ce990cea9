import { readSync } from 'node:fs';

/** A part of a file. */
export interface Extent {
  offset: number;
  size: number;
}

/** How numbers are written in an ELF file. */
export interface Layout {
  wide: boolean;
  little: boolean;
}

const MAGIC = '\x7fELF';

/** A file that is open for reading. */
export interface OpenFile {
  descriptor: number;
  size: number;
}

/** Where a section of an ELF file lies; null when the file is none or has no such section. elf(5) */
export function elfSection(file: OpenFile, name: string): Extent | null {
  const header = bytesAt(file, { offset: 0, size: 64 });
  if (header.toString('latin1', 0, 4) !== MAGIC) return null;
  const layout: Layout = { wide: header[4] === 2, little: header[5] === 1 };
  if (header.length < (layout.wide ? 64 : 52)) return null;
  const table = tableOf(header, layout);
  const rows = bytesAt(file, { offset: table.offset, size: table.count * table.row });
  const sections = rowsOf(rows, table, layout);
  const names = sections[table.names];
  if (names === undefined) return null;
  const text = bytesAt(file, { offset: names.offset, size: Math.min(names.size, 65_536) });
  return sections.find((section) => nameAt(text, section.name) === name) ?? null;
}

const MOST_BYTES = 1024 * 1024;

/** What lies there; nothing where the file ends before, for a header may say anything. */
export function bytesAt({ descriptor, size: end }: OpenFile, { offset, size }: Extent): Buffer {
  if (offset >= end) return Buffer.alloc(0);
  const buffer = Buffer.alloc(Math.min(size, end - offset, MOST_BYTES));
  return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, offset));
}

interface Table {
  offset: number;
  row: number;
  count: number;
  /** Index of the section with the names. */
  names: number;
}

function tableOf(header: Buffer, layout: Layout): Table {
  const short = (at: number) => (layout.little ? header.readUInt16LE(at) : header.readUInt16BE(at));
  const at = layout.wide ? 58 : 46;
  return {
    offset: word(header, layout.wide ? 40 : 32, layout),
    row: short(at),
    count: short(at + 2),
    names: short(at + 4),
  };
}

interface Section extends Extent {
  /** Offset of its name among the names. */
  name: number;
}

function rowsOf(bytes: Buffer, { row, count }: Table, layout: Layout): Section[] {
  const [offset, size] = layout.wide ? [24, 32] : [16, 20];
  if (row < size + 8 || bytes.length < row * count) return [];
  return Array.from({ length: count }, (_, index) => ({
    name: layout.little ? bytes.readUInt32LE(index * row) : bytes.readUInt32BE(index * row),
    offset: word(bytes, index * row + offset, layout),
    size: word(bytes, index * row + size, layout),
  }));
}

/** A number of the file's width. */
function word(bytes: Buffer, at: number, { wide, little }: Layout): number {
  if (!wide) return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
}

function nameAt(names: Buffer, at: number): string {
  const end = names.indexOf(0, at);
  return end < 0 ? '' : names.toString('latin1', at, end);
}
