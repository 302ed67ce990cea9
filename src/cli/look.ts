import type { Look } from '../report/text/paint.ts';
import type { Invocation } from './parse.ts';
import { lookOf } from './terminal.ts';

/** How text may look in a file, or on stdout where `output` is null. */
export function lookAt({ options }: Invocation, output: string | null): Look {
  return lookOf(output === null ? process.stdout : {}, process.env, options.has('no-color'));
}
