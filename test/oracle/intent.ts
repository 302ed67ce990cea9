import { listenerIntents } from './intent-listeners.ts';
import type { Intent } from './intent-of.ts';
import { otherIntents } from './intent-others.ts';
import { tlsIntents } from './intent-tls.ts';
import type { Picker } from './picker.ts';

/** What a draw wants: settings of one member. */
export function drawIntents(pick: Picker, version: string): Intent[] {
  const listeners = listenerIntents(pick, version);
  const usesTls = (name: string) =>
    listeners.some((one) => one.name.includes(name) && /https|unixs/i.test(String(one.value)));
  return [
    ...SPEED,
    ...listeners,
    ...tlsIntents(pick, '', usesTls('client') || usesTls('metrics')),
    ...tlsIntents(pick, 'peer-', usesTls('listen-peer')),
    ...otherIntents(pick, version),
  ];
}

/** A leader in no time, and no waiting for disks. */
const SPEED: readonly Intent[] = [
  { name: 'heartbeat-interval', value: '5' },
  { name: 'election-timeout', value: '50' },
  { name: 'unsafe-no-fsync', value: true },
];
