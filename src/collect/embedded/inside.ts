import type { SourcedWord } from '../../components/kubernetes/words.ts';
import type { Fact } from '../../model/fact.ts';

/** A component that another program runs inside its own process. */
export interface Inside {
  component: string;
  /** The program around it, e.g. `k3s`. */
  program: string;
  /** What the program hands to it, or why that is not known. */
  words: Fact<readonly SourcedWord[]>;
  version: Fact<string>;
  /** Where the kubelet beside it keeps its state; null when that is not known. */
  kubeletRoot: string | null;
}
