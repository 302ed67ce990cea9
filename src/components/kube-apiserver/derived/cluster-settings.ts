import type { EffectiveSetting } from '../../effective-setting.ts';
import type { CommandLine } from '../command-line.ts';
import type { Files } from '../files/files.ts';
import { type PodSecurityFile, UNCONFIGURED } from '../files/pod-security-file.ts';
import { pluginsInForce } from './admission.ts';
import { byDefault, derived, fileOrigin, settled } from './derived.ts';

/** The settings that rules about the whole cluster ask of its API servers. */
export function clusterSettings(line: CommandLine, files: Files): readonly EffectiveSetting[] {
  return [bootstrapTokens(line), externalAuthentication(line, files), ...podSecurity(line, files)];
}

/** `bootstrap-token-auth`: whether bootstrap tokens are taken as credentials. */
function bootstrapTokens(line: CommandLine): EffectiveSetting {
  const flag = line.flag('enable-bootstrap-token-auth');
  const because = `Bootstrap tokens are ${flag.value === true ? '' : 'not '}taken as credentials.`;
  return { ...derived('bootstrap-token-auth', flag.value, flag.origin, because), overrides: flag.overrides };
}

/** `external-authentication`: how people can be authenticated without certificates of the cluster; a list. */
function externalAuthentication(line: CommandLine, { authentication }: Files): EffectiveSetting {
  const name = 'external-authentication';
  const path = line.text('authentication-config') ?? '';
  if (authentication.state === 'open') return settled(name, null, fileOrigin(path), authentication.verdict);
  const issuers = authentication.state === 'read' ? authentication.value.issuers : [];
  const ways = [
    { way: 'oidc', isSet: line.text('oidc-issuer-url') !== null || issuers.length > 0 },
    { way: 'webhook', isSet: line.text('authentication-token-webhook-config-file') !== null },
    { way: 'proxy', isSet: usesProxy(line) },
  ].filter(({ isSet }) => isSet);
  const names = ways.map(({ way }) => way);
  const because =
    names.length === 0
      ? 'No OpenID Connect issuer, token webhook or authenticating proxy is configured.'
      : `People can be authenticated by ${names.join(', ')}.`;
  return derived(name, names, byDefault(line.minor), because);
}

/** kubeadm sets the request header up for the aggregation layer, by a certificate for that alone. */
function usesProxy(line: CommandLine): boolean {
  const names = line.list('requestheader-allowed-names');
  return (
    line.text('requestheader-client-ca-file') !== null && names.some((name) => name !== 'front-proxy-client')
  );
}

const SETTINGS: readonly { name: string; of(file: PodSecurityFile): string | string[] }[] = [
  { name: 'pod-security-enforce', of: ({ enforce }) => enforce },
  { name: 'pod-security-audit', of: ({ audit }) => audit },
  { name: 'pod-security-warn', of: ({ warn }) => warn },
  { name: 'pod-security-exempt-namespaces', of: ({ exemptNamespaces }) => [...exemptNamespaces] },
  { name: 'pod-security-exempt-users', of: ({ exemptUsers }) => [...exemptUsers] },
  {
    name: 'pod-security-exempt-runtime-classes',
    of: ({ exemptRuntimeClasses }) => [...exemptRuntimeClasses],
  },
];

/** What PodSecurity does where a namespace says nothing; levels are `off` when the plugin does not act. */
function podSecurity(line: CommandLine, { podSecurity: file }: Files): readonly EffectiveSetting[] {
  const path = line.text('admission-control-config-file') ?? '';
  if (file.state === 'open')
    return SETTINGS.map(({ name }) => settled(name, null, fileOrigin(path), file.verdict));
  if (!pluginsInForce(line).includes('PodSecurity')) return SETTINGS.map(({ name }) => inactive(name, line));
  if (file.state === 'read')
    return SETTINGS.map(({ name, of }) =>
      derived(
        name,
        of(file.value),
        fileOrigin(file.path),
        `${file.path} says so for every namespace without labels.`,
      ),
    );
  return SETTINGS.map(({ name, of }) =>
    derived(name, of(UNCONFIGURED), byDefault(line.minor), 'PodSecurity has no configuration of its own.'),
  );
}

function inactive(name: string, line: CommandLine): EffectiveSetting {
  const value = name.startsWith('pod-security-exempt') ? [] : 'off';
  return derived(name, value, byDefault(line.minor), 'The plugin PodSecurity is not in force.');
}
