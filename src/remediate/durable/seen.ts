/** Whether the live half is in force on a node. */
export type Seen =
  | { node: string; state: 'live' }
  | { node: string; state: 'not live'; why: string }
  | { node: string; state: 'unknown'; why: string };
