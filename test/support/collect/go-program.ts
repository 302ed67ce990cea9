const NAMES = '\0.go.buildinfo\0.shstrtab\0';

/** How numbers are written in an ELF file: in 64 bits, and with the low byte first. */
export interface ElfLayout {
  wide: boolean;
  little: boolean;
}

/**
 * An ELF file that holds nothing but what a Go program says of its build, as the go command writes it.
 * https://github.com/golang/go/blob/go1.26.0/src/cmd/link/internal/ld/data.go buildinfo
 */
export function goProgram(
  lines: readonly string[],
  layout: ElfLayout = { wide: true, little: true },
): Buffer {
  const info = buildInfo(lines);
  const names = Buffer.from(NAMES, 'latin1');
  const namesAt = 64 + info.length;
  const rows = [section(0, 0, 0), section(1, 64, info.length), section(15, namesAt, names.length)];
  return Buffer.concat([
    header(namesAt + names.length, layout),
    info,
    names,
    ...rows.map((row) => row(layout)),
  ]);
}

type Row = (layout: ElfLayout) => Buffer;

function header(table: number, layout: ElfLayout): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write(`\x7fELF${layout.wide ? '\x02' : '\x01'}${layout.little ? '\x01' : '\x02'}\x01`, 'latin1');
  word(bytes, layout.wide ? 40 : 32, table, layout);
  const counts = [layout.wide ? 64 : 40, 3, 2];
  for (const [index, count] of counts.entries()) {
    const at = (layout.wide ? 58 : 46) + 2 * index;
    if (layout.little) bytes.writeUInt16LE(count, at);
    else bytes.writeUInt16BE(count, at);
  }
  return bytes;
}

function section(name: number, offset: number, size: number): Row {
  return (layout) => {
    const bytes = Buffer.alloc(layout.wide ? 64 : 40);
    if (layout.little) bytes.writeUInt32LE(name, 0);
    else bytes.writeUInt32BE(name, 0);
    word(bytes, layout.wide ? 24 : 16, offset, layout);
    word(bytes, layout.wide ? 32 : 20, size, layout);
    return bytes;
  };
}

function word(bytes: Buffer, at: number, value: number, { wide, little }: ElfLayout): void {
  if (wide && little) bytes.writeBigUInt64LE(BigInt(value), at);
  else if (wide) bytes.writeBigUInt64BE(BigInt(value), at);
  else if (little) bytes.writeUInt32LE(value, at);
  else bytes.writeUInt32BE(value, at);
}

function buildInfo(lines: readonly string[]): Buffer {
  const header = Buffer.alloc(32);
  header.write('\xff Go buildinf:\x08\x02', 'latin1');
  const sentinel = '#'.repeat(16);
  return Buffer.concat([header, counted('go1.26.0'), counted(`${sentinel}${lines.join('\n')}${sentinel}`)]);
}

/** A text behind its length as a varint. */
function counted(text: string): Buffer {
  const length: number[] = [];
  for (let rest = text.length; ; rest >>= 7) {
    length.push(rest < 128 ? rest : (rest & 127) | 128);
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from(length), Buffer.from(text, 'latin1')]);
}

/** What a K3s of a version says of its build. */
export function k3sProgram(version: string, etcd = '3.5.21', layout?: ElfLayout): Buffer {
  const lines = [
    'path\tgithub.com/k3s-io/k3s/cmd/server',
    'mod\tgithub.com/k3s-io/k3s\t(devel)\t',
    `dep\tgo.etcd.io/etcd/server/v3\tv${etcd}`,
    `=>\tgithub.com/k3s-io/etcd/server/v3\tv${etcd}-k3s1\t`,
    `build\t-ldflags="     -X github.com/k3s-io/k3s/pkg/version.Version=v${version}+k3s1     -w -s"`,
    '',
  ];
  return goProgram(lines, layout);
}
