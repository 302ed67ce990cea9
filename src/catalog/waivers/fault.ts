import type { ErrorCode } from '../../model/errors.ts';
import type { Waiver } from '../../model/waiver.ts';
import type { YamlPath } from '../read/yaml.ts';

/** A waiver with its place in the file; its rule goes by the id that findings have. */
export interface LocatedWaiver {
  waiver: Waiver;
  index: number;
  line: number;
}

export interface WaiversFile {
  path: string;
  waivers: readonly LocatedWaiver[];
}

/** Something that is wrong with a waiver, and where below it. */
export interface Fault {
  code: ErrorCode;
  index: number;
  path: YamlPath;
  message: string;
  hint?: string | undefined;
}
