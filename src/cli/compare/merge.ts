import type { Invocation } from '../parse.ts';
export async function merge(_: Invocation): Promise<number> {
  return 0;
}
