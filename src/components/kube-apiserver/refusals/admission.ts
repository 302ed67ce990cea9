import type { Refusal } from '../../kubernetes/reading.ts';
import { knowsPlugin } from '../admission-plugins.ts';
import { enabledPlugins } from '../derived/admission.ts';
import { type Check, type FileCheck, refuseFlag, type StartUp, type StartUpWithFiles } from './start-up.ts';

const ENABLE = 'enable-admission-plugins';
const DISABLE = 'disable-admission-plugins';
const OLD = 'admission-control';

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/admission.go Validate */
export const admissionChecks: readonly Check[] = [names, overlap, oldBesideNew, gatedPlugin];

function names(start: StartUp): Refusal | null {
  for (const flag of [ENABLE, DISABLE, OLD]) {
    const unknown = start.line.list(flag).find((name) => !knowsPlugin(name, start.line.minor));
    if (unknown !== undefined)
      return refuseFlag(
        start,
        flag,
        `--${flag} has ${JSON.stringify(unknown)}, which is no plugin that it knows`,
      );
  }
  return null;
}

function overlap(start: StartUp): Refusal | null {
  const disabled = start.line.list(DISABLE);
  const both = start.line.list(ENABLE).find((name) => disabled.includes(name));
  return both === undefined
    ? null
    : refuseFlag(start, DISABLE, `${both} is in --${ENABLE} and in --${DISABLE}`);
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubeapiserver/options/admission.go Validate */
function oldBesideNew(start: StartUp): Refusal | null {
  const other = [ENABLE, DISABLE].find((flag) => start.line.isGiven(flag));
  if (!start.line.isGiven(OLD) || other === undefined) return null;
  return refuseFlag(start, OLD, `--${OLD} beside --${other}`);
}

/** https://github.com/kubernetes/kubernetes/blob/v1.27.16/plugin/pkg/admission/securitycontext/scdeny/admission.go Register */
function gatedPlugin(start: StartUp): Refusal | null {
  const { line } = start;
  const name = 'SecurityContextDeny';
  const isFree = line.minor < 27 || line.gate(name);
  if (isFree || !enabledPlugins(line).includes(name)) return null;
  const flag = line.isGiven(OLD) ? OLD : ENABLE;
  return refuseFlag(start, flag, `${name} needs the feature gate of that name`);
}

export const admissionFileChecks: readonly FileCheck[] = [
  needsSettings('EventRateLimit', ({ files }) => files.eventRateLimit.state === 'unset'),
  needsSettings('ImagePolicyWebhook', ({ files }) => files.imagePolicy.state === 'unset'),
];

/** Plugins that do not start without settings. */
function needsSettings(plugin: string, lacks: (start: StartUpWithFiles) => boolean): FileCheck {
  return (start) => {
    if (!enabledPlugins(start.line).includes(plugin) || !lacks(start)) return null;
    const flag = start.line.isGiven(OLD) ? OLD : ENABLE;
    return refuseFlag(start, flag, `${plugin} has no settings in --admission-control-config-file`);
  };
}
