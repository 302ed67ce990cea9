import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { Reading } from '../kubernetes/candidate.ts';
import { gateSetting } from '../kubernetes/feature-gates.ts';
import { listenersProperty, type ServedAddress, servedAt } from '../kubernetes/listeners.ts';
import type { Lookup } from '../kubernetes/lookup.ts';
import { withMissing } from '../kubernetes/missing-file.ts';
import type { Conventions } from '../kubernetes/pflag.ts';
import { pkiFlags } from '../kubernetes/pki-flags.ts';
import { gatesRefusal, readFlags } from '../kubernetes/read-flags.ts';
import { secureAddress, servingRefusal } from '../kubernetes/secure-serving.ts';
import { terminatedPodsKept } from './derived.ts';
import { controllerManagerFlags } from './flags.ts';

export const PROGRAM = 'kube-controller-manager';
const GATE = 'RotateKubeletServerCertificate';
const PKI = pkiFlags(controllerManagerFlags);

/** Up to 1.18 its command looks at no words but flags; https://github.com/kubernetes/kubernetes/blob/v1.19.16/cmd/kube-controller-manager/app/controllermanager.go Args */
export function conventions(minor: number): Conventions {
  return {
    program: PROGRAM,
    minor,
    underscores: minor >= 23,
    positional: minor >= 19 ? 'empty-allowed' : 'ignored',
  };
}

/** What one minor of kube-controller-manager, which takes its settings from flags alone, makes of a process. */
export function readControllerManager(process: ProcessFacts, minor: number): Reading {
  const rules = conventions(minor);
  const line = readFlags(process, controllerManagerFlags, rules);
  if (line.outcome !== 'read') return line;
  const { lookup } = line;
  const refusal = gatesRefusal(lookup, rules) ?? servingRefusal(lookup, rules);
  if (refusal !== null) return refusal;
  return {
    outcome: 'starts',
    setting: (name) => settingOf(process, lookup, name, minor),
    properties: {
      listeners: listenersProperty(listeners(lookup, minor), {
        status: 'pass',
        reason: 'It serves no port at all: --secure-port is 0.',
      }),
    },
    stale: [],
  };
}

function settingOf(
  process: ProcessFacts,
  lookup: Lookup,
  name: string,
  minor: number,
): EffectiveSetting | undefined {
  if (name === GATE) return gateSetting(lookup('feature-gates'), GATE, minor);
  if (name === 'terminated-pods-kept') return terminatedPodsKept(lookup, minor);
  if (!(name in controllerManagerFlags)) return undefined;
  return withMissing(process, lookup(name), PKI);
}

/** Up to 1.21 a second, plain port; 1.22 and 1.23 take its flags and serve nothing there. */
function listeners(lookup: Lookup, minor: number): readonly ServedAddress[] {
  const plain = minor <= 21 ? servedAt(lookup('address'), lookup('port'), 'plaintext') : null;
  return [secureAddress(lookup), plain].filter((one) => one !== null);
}
