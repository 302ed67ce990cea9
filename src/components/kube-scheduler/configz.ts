import type { ConfigzKey } from '../configz-key.ts';

/** Settings that rules are about, as /configz tells them. https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/scheduler/apis/config/types.go */
export const SCHEDULER_CONFIGZ: readonly ConfigzKey[] = [
  { setting: 'profiling', keys: ['EnableProfiling', 'enableProfiling'] },
];
