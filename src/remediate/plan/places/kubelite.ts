import type { ProcessFacts } from '../../../model/snapshot.ts';
import { flagsText } from '../by-hand.ts';
import { NotNow, type PlanInput } from '../input.ts';
import { editable } from '../node-file.ts';
import type { Places } from './place.ts';

/**
 * The file of arguments that kubelite reads for a component. It is named through `current`, a link that snapd moves.
 * Throws NotNow where it is not known.
 */
export function kubelitePlaces(input: PlanInput, process: ProcessFacts): Places {
  const { component, pid, argv } = process;
  const origin = argv.state === 'present' ? argv.origin : null;
  const named = origin !== null && 'path' in origin ? origin.path : null;
  const place = named === null ? null : input.files.stat(named);
  if (place?.state !== 'read') {
    throw new NotNow('refused', `The file with the arguments of ${component} was not found.`);
  }
  const { path } = place.value;
  return {
    restarts: { component, pid, program: 'kubelite' },
    editsFor: (edit) => {
      const file = editable(input.files, path);
      return [{ place: { file, operation: (one) => ({ kind: 'args-file-flag', ...one }) }, edit }];
    },
    byHand: (edits) => `in ${path}: ${flagsText(edits)}, then snap restart microk8s.daemon-kubelite`,
    durable: () => [],
  };
}
