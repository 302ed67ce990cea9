import type { EffectiveSetting } from '../../effective-setting.ts';
import { versionName } from '../../kubernetes/minors.ts';
import { defaultPlugins, gateOfPlugin } from '../admission-plugins.ts';
import type { CommandLine } from '../command-line.ts';
import type { Files } from '../files/files.ts';
import { byDefault, derived, fileOrigin, settled } from './derived.ts';

/**
 * Admission plugins that act: those on by default without the disabled ones, and the enabled ones. The old
 * --admission-control replaces them all. A plugin whose feature gate is off lets everything pass.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/admission.go enabledPluginNames
 */
export function pluginsInForce(line: CommandLine): readonly string[] {
  return enabledPlugins(line).filter((name) => !isIdle(name, line));
}

/** Those and the ones that are idle: the server reads the settings of all of them. */
export function enabledPlugins(line: CommandLine): readonly string[] {
  if (line.isGiven('admission-control')) return sorted(line.list('admission-control'));
  const disabled = line.list('disable-admission-plugins');
  const byItself = defaultPlugins(line.minor).filter((name) => !disabled.includes(name));
  return sorted([...byItself, ...line.list('enable-admission-plugins')]);
}

function isIdle(name: string, line: CommandLine): boolean {
  const gate = gateOfPlugin(name, line.minor);
  return gate !== undefined && !line.gate(gate);
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => name !== '').sort();
}

const DECIDING = ['admission-control', 'enable-admission-plugins', 'disable-admission-plugins'];

export function admissionPlugins(line: CommandLine): EffectiveSetting {
  const plugins = pluginsInForce(line);
  const given = DECIDING.map((name) => line.flag(name)).find(({ origin }) => origin.kind !== 'default');
  const origin = given?.origin ?? byDefault(line.minor);
  return derived('admission-plugins', [...plugins], origin, howOf(line));
}

function howOf(line: CommandLine): string {
  if (line.isGiven('admission-control'))
    return 'In force is what --admission-control lists, and nothing else.';
  const listed = (name: string) => line.list(name).join(', ');
  const disabled = listed('disable-admission-plugins');
  const enabled = listed('enable-admission-plugins');
  return [
    `In force are the admission plugins that ${versionName(line.minor)} has on by default`,
    disabled === '' ? '' : `, without ${disabled}, which --disable-admission-plugins takes out`,
    enabled === '' ? '.' : `, and ${enabled}, which --enable-admission-plugins adds.`,
  ].join('');
}

/** `on` or `off`; on needs limits, without which the server does not start. */
export function eventRateLimit(line: CommandLine, { eventRateLimit: file }: Files): EffectiveSetting {
  const name = 'event-rate-limit';
  const path = line.text('admission-control-config-file') ?? '';
  if (!pluginsInForce(line).includes('EventRateLimit'))
    return derived(name, 'off', byDefault(line.minor), 'The plugin EventRateLimit is not enabled.');
  if (file.state === 'open') return settled(name, null, fileOrigin(path), file.verdict);
  const limits = file.state === 'read' ? file.value.limits.join('; ') : '';
  return derived(name, 'on', fileOrigin(path), `Events are limited: ${limits}.`);
}

/** `off`, `fails closed`, or `fails open`: what happens to images when the webhook does not answer. */
export function imagePolicyWebhook(line: CommandLine, { imagePolicy }: Files): EffectiveSetting {
  const name = 'image-policy-webhook';
  const path = line.text('admission-control-config-file') ?? '';
  if (!pluginsInForce(line).includes('ImagePolicyWebhook'))
    return derived(name, 'off', byDefault(line.minor), 'The plugin ImagePolicyWebhook is not enabled.');
  if (imagePolicy.state === 'open') return settled(name, null, fileOrigin(path), imagePolicy.verdict);
  const open = imagePolicy.state === 'read' && imagePolicy.value.failsOpen;
  const what = open ? 'pass' : 'are refused';
  return derived(
    name,
    open ? 'fails open' : 'fails closed',
    fileOrigin(path),
    `A webhook judges every image; images ${what} when it does not answer.`,
  );
}
