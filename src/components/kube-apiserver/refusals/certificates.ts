import { valueIfPresent } from '../../../model/fact.ts';
import type { Certificate, FileFacts } from '../../../model/snapshot.ts';
import { type Refusal, refuses } from '../../kubernetes/reading.ts';
import { shownPath } from '../../shown-path.ts';
import { changedAfterStart } from '../../stale.ts';
import { PROGRAM } from '../command-line.ts';
import { type Check, refuseFlag, type StartUp } from './start-up.ts';

const CLIENT_CA = 'client-ca-file';
const PROXY_CA = 'requestheader-client-ca-file';

/** Files whose certificates must all be sound when the server starts; it takes later contents up only if they are. */
export const CA_FLAGS: readonly string[] = [CLIENT_CA, PROXY_CA];

export const certificateChecks: readonly Check[] = [...CA_FLAGS.map((flag) => soundFile(flag)), overlap];

function soundFile(flag: string): Check {
  return (start) => {
    const file = fileOf(start, flag);
    const content = file === undefined ? undefined : valueIfPresent(file.content);
    if (file === undefined || content?.kind !== 'broken-certificates') return null;
    const because = `${PROGRAM} refuses --${flag}: ${shownPath(file)}: ${content.problem}.`;
    return refuses(because, { kind: 'filesystem', path: shownPath(file) });
  };
}

/** The file as it was at the start; undefined when it is not known. */
function fileOf({ line, process }: StartUp, flag: string): FileFacts | undefined {
  const path = line.text(flag);
  const file = path === null ? undefined : valueIfPresent(process.files[path]);
  return file === undefined || changedAfterStart(process, file) !== null ? undefined : file;
}

/**
 * From 1.35 on one authority may not vouch for users and for the proxy in front at once, unless the proxy's names are
 * given. https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubeapiserver/options/authentication.go Validate
 */
function overlap(start: StartUp): Refusal | null {
  if (start.line.minor < 35 || start.line.list('requestheader-allowed-names').length > 0) return null;
  const clients = certificatesOf(start, CLIENT_CA);
  const shared = certificatesOf(start, PROXY_CA).find((one) => clients.some((other) => isSame(one, other)));
  return shared === undefined
    ? null
    : refuseFlag(
        start,
        PROXY_CA,
        `--${PROXY_CA} and --${CLIENT_CA} share a certificate, and --requestheader-allowed-names is not set`,
      );
}

function certificatesOf(start: StartUp, flag: string): readonly Certificate[] {
  const file = fileOf(start, flag);
  const content = file === undefined ? undefined : valueIfPresent(file.content);
  return content?.kind === 'certificates' ? content.certificates : [];
}

function isSame(one: Certificate, other: Certificate): boolean {
  return (
    one.serial === other.serial &&
    one.publicKeySha256 === other.publicKeySha256 &&
    one.issuer === other.issuer
  );
}
