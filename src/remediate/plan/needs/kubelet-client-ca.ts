import { NotNow } from '../input.ts';
import type { Met, NeedContext } from './need.ts';

/** Without an authority for client certificates the API server would be a stranger too. */
export function kubeletClientCa({ findings }: Pick<NeedContext, 'findings'>): Met {
  const finding = findings.find(({ rule }) => rule === 'kubelet-client-ca');
  if (finding !== undefined && finding.status !== 'pass' && finding.status !== 'unknown') {
    throw new NotNow(
      'prerequisite',
      'The kubelet knows no authority for client certificates: the API server could not log in, and logs and exec would fail.',
      'set authentication.x509.clientCAFile first',
    );
  }
  const ca = finding?.evidence.find(({ setting }) => setting === 'client-ca-file')?.value;
  return {
    prerequisite: {
      what: 'The kubelet accepts client certificates of an authority.',
      seen: typeof ca === 'string' ? `client-ca-file ${ca}` : 'client-ca-file is set',
    },
  };
}
