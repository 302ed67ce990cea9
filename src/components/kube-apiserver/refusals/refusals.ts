import type { Refusal } from '../../kubernetes/reading.ts';
import { admissionChecks, admissionFileChecks } from './admission.ts';
import { auditChecks } from './audit.ts';
import { authenticationChecks, authenticationFileChecks } from './authentication.ts';
import { authorizationChecks, authorizationFileChecks } from './authorization.ts';
import { certificateChecks } from './certificates.ts';
import { networkChecks } from './network.ts';
import { numberChecks } from './numbers.ts';
import { servingChecks } from './serving.ts';
import { firstRefusal, type StartUp, type StartUpWithFiles } from './start-up.ts';
import { storageChecks } from './storage.ts';

/** Why the server does not start with its flags alone; null when nothing is found. */
export function flagRefusal(start: StartUp): Refusal | null {
  return firstRefusal(
    [
      ...servingChecks,
      ...storageChecks,
      ...numberChecks,
      ...authenticationChecks,
      ...authorizationChecks,
      ...auditChecks,
      ...admissionChecks,
      ...networkChecks,
      ...certificateChecks,
    ],
    start,
  );
}

/** Why it does not start with its flags and the files that they name together. */
export function fileRefusal(start: StartUpWithFiles): Refusal | null {
  return firstRefusal(
    [...authenticationFileChecks, ...authorizationFileChecks, ...admissionFileChecks],
    start,
  );
}
