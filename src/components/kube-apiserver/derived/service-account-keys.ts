import type { ProcessFacts } from '../../../model/snapshot.ts';
import type { EffectiveSetting } from '../../effective-setting.ts';
import { withMissing } from '../../kubernetes/missing-file.ts';
import { apiServerPki, type CommandLine } from '../command-line.ts';
import { byDefault, derived } from './derived.ts';

/**
 * `service-account-keys`: whose keys verify the tokens of service accounts: `files` named for that, an
 * `external signer`, the `serving key`, or `none`. Up to 1.19 the key of the server's own certificate stands in unless
 * another one signs.
 * https://github.com/kubernetes/kubernetes/blob/v1.19.16/cmd/kube-apiserver/app/server.go Complete
 */
export function serviceAccountKeys(process: ProcessFacts, line: CommandLine): EffectiveSetting {
  const name = 'service-account-keys';
  const files = withMissing(process, line.flag('service-account-key-file'), apiServerPki);
  if (line.list(files.name).length > 0) {
    const because = 'Files named for that verify the tokens of service accounts.';
    const { undecided } = files;
    return {
      ...derived(name, 'files', files.origin, because),
      ...(undecided === undefined ? {} : { undecided }),
    };
  }
  const signer = line.flag('service-account-signing-endpoint');
  if (line.text(signer.name) !== null)
    return derived(
      name,
      'external signer',
      signer.origin,
      'An external signer has the keys of service accounts.',
    );
  const serving = line.flag('tls-private-key-file');
  if (serving.value !== null && line.text('service-account-signing-key-file') === null)
    return derived(
      name,
      'serving key',
      serving.origin,
      "The key of the server's own certificate also verifies the tokens of service accounts.",
    );
  return derived(name, 'none', byDefault(line.minor), 'No key verifies the tokens of service accounts.');
}
