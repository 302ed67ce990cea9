import { type Production, production } from './production.ts';

/** Sentences that say when a rule is about something, what only a person can look at, and what checks nothing. */
export const REMARKS: readonly Production[] = [
  production('This recommendation is applicable only for .+', () => ({ as: 'applicability', members: null })),
  production('If you are using only one etcd .+ not applicable', () => ({
    as: 'applicability',
    members: 'several',
  })),
  production('It is also possible to .+|Accessing these .+', () => ({ as: 'remark' })),
  production('For each .+?, review .+|Additionally,? ensure that .+', () => ({ as: 'review' })),
  production('The only entries there should be .+', () => ({ as: 'review' })),
];
