import type { EffectiveSetting } from '../../effective-setting.ts';
import type { CommandLine } from '../command-line.ts';
import type { Files } from '../files/files.ts';
import { authorizationMode } from './authorizers.ts';
import { derived, fileOrigin, settled } from './derived.ts';

const NAME = 'anonymous-requests';

/**
 * Whether requests without credentials are taken as those of system:anonymous: `on` (also when for
 * single paths of the API only), `limited` to health checks, `off`.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubeapiserver/options/authentication.go
 * ToAuthenticationConfig, ApplyAuthorization
 */
export function anonymousRequests(line: CommandLine, { authentication }: Files): EffectiveSetting {
  const path = line.text('authentication-config') ?? '';
  if (authentication.state === 'open') return settled(NAME, null, fileOrigin(path), authentication.verdict);
  const anonymous = authentication.state === 'read' ? authentication.value.anonymous : null;
  if (authentication.state !== 'read' || anonymous === null) return byFlag(line);
  const origin = { kind: 'file', path: authentication.path, line: anonymous.line } as const;
  if (!anonymous.enabled)
    return derived(NAME, 'off', origin, `${authentication.path} takes no anonymous requests.`);
  const { paths } = anonymous;
  const because = `${authentication.path} takes anonymous requests for ${paths.length === 0 ? 'every path' : `${paths.join(', ')} only`}.`;
  const open = paths.length === 0 || paths.some((one) => !isMeantForAll(one));
  return derived(NAME, open ? 'on' : 'limited', origin, because);
}

/** Health checks, and what a node that joins by token asks for first. */
function isMeantForAll(path: string): boolean {
  return /^\/(?:livez|readyz|healthz)(?:\/|$)/.test(path) || path === CLUSTER_INFO;
}

const CLUSTER_INFO = '/api/v1/namespaces/kube-public/configmaps/cluster-info';

/** Where the flag --authorization-mode has AlwaysAllow, the server switches anonymous requests off by itself. */
function byFlag(line: CommandLine): EffectiveSetting {
  const flag = line.flag('anonymous-auth');
  const mode = authorizationMode(line);
  if (flag.value === false)
    return { ...derived(NAME, 'off', flag.origin, 'Anonymous requests are switched off.'), ...lost(flag) };
  if (Array.isArray(mode.value) && mode.value.includes('AlwaysAllow'))
    return derived(
      NAME,
      'off',
      mode.origin,
      'With AlwaysAllow in --authorization-mode the server itself takes no anonymous requests; every user with credentials may do everything.',
    );
  const how = flag.origin.kind === 'default' ? 'by default' : 'by --anonymous-auth';
  return { ...derived(NAME, 'on', flag.origin, `Anonymous requests are taken ${how}.`), ...lost(flag) };
}

function lost({ overrides }: EffectiveSetting): Pick<EffectiveSetting, 'overrides'> {
  return { overrides };
}
