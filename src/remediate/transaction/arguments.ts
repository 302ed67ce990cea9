import type { Change, Operation } from '../../model/plan.ts';

/** Why a new process does not run with the flags that a change sets in a manifest; null when it does. */
export function whyArgumentsDiffer({ edits }: Change, words: readonly string[]): string | null {
  const operations = edits.flatMap((edit) => (edit.kind === 'content' ? edit.operations : []));
  return operations.map((one) => whyDiffers(one, words)).find((one) => one !== null) ?? null;
}

function whyDiffers(operation: Operation, words: readonly string[]): string | null {
  if (operation.kind !== 'manifest-flag') return null;
  const { flag, value } = operation;
  const name = `--${flag.replace(/^-+/, '')}`;
  const isGiven = words.some((word) => word === name || word.startsWith(`${name}=`));
  if (value === null) return isGiven ? `the new process still has ${name}` : null;
  const asOne = words.includes(`${name}=${value}`);
  const asTwo = words.some((word, index) => word === name && words[index + 1] === value);
  return asOne || asTwo ? null : `the new process does not have ${name} as planned`;
}
