/** A setting and the value it is to get, before it is known where the value is written. */
export interface Intent {
  name: string;
  value: string | boolean | readonly string[];
}

/** None where the value is null. */
export function given(name: string, value: string | null): Intent[] {
  return value === null ? [] : [{ name, value }];
}
