import type { WantedFile } from '../../components/component.ts';
import { andThen, type Reading } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { Fact } from '../../model/fact.ts';
import type { Origin } from '../../model/origin.ts';
import type { FileContent } from '../../model/snapshot.ts';
import { notReadable, present } from '../facts.ts';
import { listing } from './listing.ts';
import { walk } from './walk.ts';

const MIB = 1024 * 1024;
const CONFIG_LIMIT = 4 * MIB;
const CERTIFICATE_LIMIT = MIB;

export interface ContentRequest {
  fs: RootedFs;
  path: string;
  origin: Origin;
  configKeys: ReadonlySet<string>;
}

/** Content as far as it is wanted. Decoders are loaded when the first file needs them: start-up time counts. */
export async function contentFact(request: ContentRequest, as: WantedFile['as']): Promise<Fact<FileContent>> {
  const reading = await contentReading(request, as);
  if (reading.state === 'read') return present(reading.value, request.origin);
  return notReadable(
    request.origin,
    reading.state === 'missing' ? 'it went away while it was read' : reading.reason,
  );
}

async function contentReading(request: ContentRequest, as: WantedFile['as']): Promise<Reading<FileContent>> {
  const { fs, path } = request;
  switch (as) {
    case 'attributes':
      return { state: 'read', value: { kind: 'not-read' } };
    case 'config': {
      const bytes = fs.read(path, CONFIG_LIMIT);
      if (bytes.state !== 'read') return bytes;
      const { decodeConfig } = await import('../config/decode-config.ts');
      return decodeConfig(bytes.value, request.configKeys);
    }
    case 'listing':
      return listing(fs, path);
    case 'walk':
      return walk(fs, path);
    case 'unit': {
      const { decodeUnit } = await import('./unit.ts');
      return andThen(fs.read(path, CONFIG_LIMIT), (bytes) => ({
        state: 'read',
        value: decodeUnit(bytes, request.configKeys),
      }));
    }
    case 'kubeconfig': {
      const { readKubeconfig } = await import('./kubeconfig.ts');
      return readKubeconfig(fs, path);
    }
    case 'public-keys': {
      const { publicKeys } = await import('./public-keys.ts');
      return andThen(fs.read(path, CERTIFICATE_LIMIT), (bytes) => publicKeys(bytes));
    }
    case 'chain':
    case 'certificates':
    case 'authorities': {
      const { decodeCertificates } = await import('./certificates.ts');
      return andThen(fs.read(path, CERTIFICATE_LIMIT), (bytes) => ({
        state: 'read',
        value: decodeCertificates(bytes, as),
      }));
    }
    case 'etcd-data': {
      const { readDataDirectory } = await import('./etcd-data.ts');
      return readDataDirectory(fs, path, request.origin);
    }
  }
}
