import { gatesRefusal } from '../../kubernetes/read-flags.ts';
import type { Refusal } from '../../kubernetes/reading.ts';
import { servingRefusal } from '../../kubernetes/secure-serving.ts';
import { conventions } from '../command-line.ts';
import { type Check, refuseFlag, type StartUp } from './start-up.ts';

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/serving.go ApplyTo */
export const servingChecks: readonly Check[] = [gates, secureServing, peers, logging, directives, origins];

/** The gates of another version than its own are not described. */
function gates({ line }: StartUp): Refusal | null {
  if (line.list('emulated-version').length > 0) return null;
  return gatesRefusal(line.flag, conventions(line.minor));
}

function secureServing({ line }: StartUp): Refusal | null {
  return servingRefusal(line.flag, conventions(line.minor));
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/controlplane/apiserver/options/validation.go */
function peers(start: StartUp): Refusal | null {
  const given = ['peer-ca-file', 'peer-advertise-ip', 'peer-advertise-port'].find(
    (name) => start.line.text(name) !== null,
  );
  if (given === undefined || start.line.gate('UnknownVersionInteroperabilityProxy')) return null;
  return refuseFlag(start, given, `--${given} needs the feature gate UnknownVersionInteroperabilityProxy`);
}

function logging(start: StartUp): Refusal | null {
  const flag = 'logging-format';
  const value = start.line.text(flag);
  if (start.line.minor < 19 || value === 'text' || value === 'json') return null;
  return refuseFlag(start, flag, `--${flag} is neither text nor json`);
}

/** Up to 1.30 nobody calls this check, and up to 1.26 there is none of origins. */
function directives(start: StartUp): Refusal | null {
  const flag = 'strict-transport-security-directives';
  const known = /^(?:includeSubDomains|preload|max-age=[^=]*)$/;
  const bad = start.line.list(flag).find((one) => !known.test(one));
  return start.line.minor < 31 || bad === undefined
    ? null
    : refuseFlag(start, flag, `--${flag} has ${JSON.stringify(bad)}`);
}

function origins(start: StartUp): Refusal | null {
  const flag = 'cors-allowed-origins';
  const bad = start.line.list(flag).find((one) => !/\^|\/\//.test(one) || !/[$:]/.test(one));
  return start.line.minor < 31 || bad === undefined
    ? null
    : refuseFlag(start, flag, `--${flag} has an expression that is not bound to a whole host`);
}
