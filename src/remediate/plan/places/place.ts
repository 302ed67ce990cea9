import type { Change, Operation, Restart } from '../../../model/plan.ts';
import type { FlagEdit } from '../flag-edits.ts';
import type { OpenFile } from '../node-file.ts';

/** A file that holds flags of a component, and the edit of one there. */
export interface Place {
  readonly file: OpenFile;
  operation(edit: FlagEdit): Operation;
}

/** A place with what is to be done to a flag there. */
export interface PlacedEdit {
  readonly place: Place;
  readonly edit: FlagEdit;
}

/** Where the flags of a component stand that no static Pod manifest starts. */
export interface Places {
  readonly restarts: Restart;
  /**
   * The edits that make a flag hold its value, or go: where it was said last, and where it was said before.
   * @throws NotNow where the flag stands in no place that is edited
   */
  editsFor(edit: FlagEdit): readonly PlacedEdit[];
  /** The same for a person. */
  byHand(edits: readonly FlagEdit[]): string;
  durable(edits: readonly FlagEdit[]): Change['durable'];
}

/** The last place gets the value, earlier ones lose the flag. */
export function lastWins(places: readonly Place[], { flag, value }: FlagEdit): readonly PlacedEdit[] {
  return places.map((place, index) => ({
    place,
    edit: { flag, value: index === places.length - 1 ? value : null },
  }));
}
