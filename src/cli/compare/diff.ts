import type { Invocation } from '../parse.ts';
export async function diff(_: Invocation): Promise<number> {
  return 0;
}
