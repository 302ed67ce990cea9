import { build } from './build.ts';

/** The tests of the command line run the built program, so that they see what users get. */
export async function setup(): Promise<void> {
  await build();
}
