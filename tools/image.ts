import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import { build } from './build.ts';
import { writeImageArchive } from './image/image.ts';
import type { Architecture } from './image/layout.ts';

const ARCHITECTURES: readonly Architecture[] = ['amd64', 'arm64'];

const { values } = parseArgs({
  options: {
    arch: { type: 'string', multiple: true },
    name: { type: 'string', default: `docker.io/library/kubetrue:${manifest.version}` },
    output: { type: 'string', default: `build/kubetrue-${manifest.version}-image.tar` },
  },
});

const unknown = values.arch?.find((one) => !ARCHITECTURES.some((known) => known === one));
if (unknown !== undefined) throw new Error(`--arch ${unknown}: one of ${ARCHITECTURES.join(', ')}`);
const architectures = ARCHITECTURES.filter((one) => values.arch?.includes(one) ?? true);

await build();
await mkdir(dirname(values.output), { recursive: true });
const digest = await writeImageArchive(values.output, { name: values.name, architectures });
console.log(`${values.output}: ${values.name} for ${architectures.join(' and ')}, ${digest}`);
