import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Plan } from '../model/plan.ts';

/** This machine as a plan names it. */
export function thisNode(): Plan['node'] {
  return { name: hostname(), machineId: machineId() };
}

function machineId(): string | null {
  try {
    return readFileSync('/etc/machine-id', 'latin1').trim() || null;
  } catch {
    return null;
  }
}
