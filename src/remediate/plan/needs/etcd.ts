import { posix } from 'node:path';
import { valueIfPresent } from '../../../model/fact.ts';
import type { ProcessFacts } from '../../../model/snapshot.ts';
import { etcdText } from '../etcd-settings.ts';
import { NotNow } from '../input.ts';
import { certificatesAt, signed } from './certificates.ts';
import type { Met, NeedContext } from './need.ts';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** The authority that clients are to be checked against is there. */
export function etcdAuthority(context: NeedContext): Met {
  const path = namedFile(context, 'trusted-ca-file');
  const authorities = certificatesAt(context, path);
  return {
    prerequisite: {
      what: 'The authority of client certificates is named and readable.',
      seen: `${path}: ${authorities.map(({ subject }) => subject.replaceAll('\n', ', ')).join('; ')}`,
    },
  };
}

/** The authority of peers signed this member's own certificate, which is good for a client too. */
export function etcdPeerAuthority(context: NeedContext): Met {
  const path = namedFile(context, 'peer-trusted-ca-file');
  const authorities = certificatesAt(context, path);
  const own = namedFile(context, 'peer-cert-file');
  const [certificate] = certificatesAt(context, own);
  if (certificate === undefined || !authorities.some((one) => signed(one, certificate))) {
    throw new NotNow('prerequisite', `${path} did not sign ${own}: the other members would refuse this one.`);
  }
  const usages = certificate.keyUsage as readonly string[] | undefined;
  if (usages !== undefined && !usages.includes(CLIENT_AUTH)) {
    throw new NotNow(
      'prerequisite',
      `${own} is no certificate of a client: the other members would refuse this one.`,
    );
  }
  return {
    prerequisite: {
      what: 'The authority of peers signed the certificate of this member, which is good for a client.',
      seen: `${own}, signed by ${path}`,
    },
    affects: othersOf(context.process).map(
      (peer) =>
        `${peer}: refused unless its peer certificate is signed by ${path} too; then this change is taken back.`,
    ),
  };
}

function namedFile({ process }: NeedContext, flag: string): string {
  const path = process === null ? null : etcdText(process, flag);
  if (path !== null && posix.isAbsolute(path)) return path;
  const directory = valueIfPresent(process?.workingDirectory);
  if (path !== null && directory !== undefined) return posix.join(directory, path);
  throw new NotNow('prerequisite', `--${flag} is not set: there is nothing to check certificates against.`);
}

/** The other members by name and address, as the configuration lists them. */
function othersOf(process: ProcessFacts | null): readonly string[] {
  if (process === null) return [];
  const name = etcdText(process, 'name');
  return (etcdText(process, 'initial-cluster') ?? '').split(',').flatMap((member) => {
    const [other, url] = member.split('=');
    return other === undefined || url === undefined || other === name ? [] : [`Member ${other} (${url})`];
  });
}
