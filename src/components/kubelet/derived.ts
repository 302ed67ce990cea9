import { valueIfPresent } from '../../model/fact.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { offeredSuites } from '../kubernetes/ciphers.ts';
import { gateIsOn } from '../kubernetes/feature-gates.ts';
import { clientCa } from './client-ca.ts';
import { firstUndecided, type InForce } from './reading.ts';
import { tlsSetup } from './refusals-serving.ts';
import { servedCertificate, servedKey, servingCertificate, servingRotation } from './serving.ts';
import { SETTING_NAMES, type SettingName } from './settings.ts';
import { addressesDenied } from './unit-setting.ts';

/** Settings that follow from several, and plain ones that need a word beside their value. */
const DERIVED: Readonly<Record<string, (inForce: InForce) => EffectiveSetting>> = {
  'cipher-suites-offered': suitesOffered,
  'client-ca-file': clientCa,
  'event-qps': eventRate,
  'feature-gates': ({ gates }) => gates.list,
  'hostname-overridden': hostnameOverridden,
  'pod-max-pids': podPids,
  RotateKubeletServerCertificate: ({ gates }) => gates.setting('RotateKubeletServerCertificate'),
  'serving-certificate': servingCertificate,
  'serving-certificate-rotation': servingRotation,
  'tls-cert-file': servedCertificate,
  'tls-private-key-file': servedKey,
  'unit-ip-address-deny': ({ process }) => addressesDenied(process),
};

/** Any setting by name, plain or derived. Throws for one that the kubelet does not have. */
export function kubeletSetting(inForce: InForce, name: string): EffectiveSetting {
  const derived = Object.hasOwn(DERIVED, name) ? DERIVED[name] : undefined;
  if (derived !== undefined) return derived(inForce);
  if (!SETTING_NAMES.some((one) => one === name)) throw new Error(`kubelet has no setting ${name}`);
  return inForce.setting(name as SettingName);
}

/** The client library takes 0 for its own default. client-go rest/config.go RESTClientForConfigAndClient */
function eventRate({ setting }: InForce): EffectiveSetting {
  const rate = setting('event-qps');
  if (rate.value !== 0) return rate;
  return {
    ...rate,
    because:
      'event-qps is 0, which does not lift the limit: the client library then sends 5 events per second.',
  };
}

/** Up to 1.19 a gate can switch the limit off. pkg/kubelet/cm/pod_container_manager_linux.go */
function podPids({ setting, gates, minor }: InForce): EffectiveSetting {
  const limit = setting('pod-max-pids');
  const gate = gates.setting('SupportPodPidsLimit');
  if (minor > 19 || gate.undecided !== undefined || gateIsOn(gates.list.value, 'SupportPodPidsLimit', minor))
    return limit;
  return {
    ...limit,
    value: -1,
    origin: gate.origin,
    overrides: [{ value: limit.value, origin: limit.origin }, ...limit.overrides],
    because: 'The feature gate SupportPodPidsLimit is off, so pods have no limit of processes.',
  };
}

function suitesOffered(inForce: InForce): EffectiveSetting {
  const name = 'cipher-suites-offered';
  const suites = inForce.setting('tls-cipher-suites');
  const least = inForce.setting('tls-min-version');
  const setup = tlsSetup(inForce);
  if (setup === null) return { ...(firstUndecided(suites, least) ?? suites), name };
  const listed = setup.suites.length > 0 || setup.minVersion === 'VersionTLS13';
  const { environment } = inForce.process;
  const source = setup.minVersion === 'VersionTLS13' ? least : suites;
  const offered = {
    name,
    value: [...offeredSuites(setup)],
    origin: source.origin,
    overrides: source.overrides,
  };
  if (listed || valueIfPresent(environment) !== undefined) return offered;
  const why = environment.state === 'unreadable' ? ` (${environment.reason})` : '';
  const reason = `The environment could not be read${why}, and GODEBUG in it may bring back cipher suites.`;
  return { ...offered, undecided: { status: 'unknown', reason } };
}

/** The kubelet trims its name and puts it in lower case before it uses it. component-helpers/node/util GetHostname */
function hostnameOverridden({ setting, process }: InForce): EffectiveSetting {
  const override = setting('hostname-override');
  const name = 'hostname-overridden';
  if (typeof override.value !== 'string')
    return { ...override, name, value: false, because: 'The kubelet registers under the name of the host.' };
  const { hostname } = process;
  if (hostname === undefined) {
    const reason = `--hostname-override is ${override.value}, and the name of the host is not known.`;
    return { ...override, name, value: true, undecided: { status: 'unknown', reason } };
  }
  const same = plainName(override.value) === plainName(hostname);
  const because = same
    ? `--hostname-override repeats the name of the host, ${hostname}.`
    : `--hostname-override is ${override.value}, while the host is called ${hostname}.`;
  return { ...override, name, value: !same, because };
}

function plainName(name: string): string {
  return name.trim().toLowerCase();
}
