import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';

const STAGES = [
  ...[
    'machine',
    'collect',
    'evaluate',
    'prove',
    'report',
    'remediate',
    'catalog',
    'components',
    'compare',
    'cli',
    'library',
  ],
];
const MACHINE =
  '^(node:)?(fs|fs/promises|net|tls|dgram|dns|dns/promises|http|http2|https|child_process|worker_threads|cluster|os|process)$';
const RESTART = '^src/remediate/transaction/restart/run[.]ts$';
const NOT_TESTS = '[.]test[.]ts$';

/** `name` may use only the listed folders of src/ (and itself). */
function layer(name: string, allowed: readonly string[], comment: string): IForbiddenRuleType {
  const others = STAGES.concat('model', 'util').filter((stage) => stage !== name && !allowed.includes(stage));
  return {
    name: `${name}-uses-only-${allowed.join('-') || 'itself'}`,
    comment,
    severity: 'error',
    from: { path: `^src/${name}/`, pathNot: NOT_TESTS },
    to: { path: `^src/(${others.join('|')})/` },
  };
}

/** The layers of docs/architecture.md, one rule each, each with its reason. */
export const forbidden: IForbiddenRuleType[] = [
  layer(
    'model',
    [],
    'The model is the language of all stages; were it to use one of them, that stage could not change alone.',
  ),
  layer('util', ['model'], 'Helpers without domain words serve everybody and so know nobody.'),
  layer(
    'machine',
    ['model', 'util'],
    'How files and /proc are read safely is the same for whoever reads them, and holds no domain words.',
  ),
  layer(
    'components',
    ['model', 'util'],
    'What a setting means must not depend on how it is collected, judged or shown.',
  ),
  layer('catalog', ['model', 'util'], 'Rules and benchmarks are data; loading them needs no stage.'),
  layer('collect', ['model', 'util', 'machine', 'components'], 'Facts are facts: collecting never judges.'),
  layer(
    'evaluate',
    ['model', 'util', 'components'],
    'Judging works on facts and catalog alone, so that a snapshot replays to the same bytes.',
  ),
  layer(
    'prove',
    ['model', 'util', 'machine', 'components'],
    'Probes record what they saw; what it means is decided in evaluate.',
  ),
  layer(
    'remediate',
    ['model', 'util', 'machine', 'components'],
    'What is repaired is decided by findings; scanning and proving again are functions that cli gives it.',
  ),
  layer('compare', ['model', 'util'], 'Reports are compared by what they say, whoever wrote them and when.'),
  layer('report', ['model', 'util'], 'Reporters see only the result, so that every format says the same.'),
  {
    name: 'only-collect-and-prove-touch-the-machine',
    comment:
      'evaluate, compare, report, components, model and util stay pure: no disk, network, clock of the machine or processes.',
    severity: 'error',
    // util/ip.ts takes no more of node:net than isIP, which only looks at a text.
    from: {
      path: '^src/(model|util|components|evaluate|compare|report)/',
      pathNot: [NOT_TESTS, '^src/util/ip[.]ts$'],
    },
    to: { path: MACHINE },
  },
  {
    name: 'no-child-processes',
    comment:
      'Nothing that scans may start a program; only the live demonstration starts its own etcd, with --allow-exec ' +
      'a kubeconfig its credential plugin, and a repair what restarts a service.',
    severity: 'error',
    from: {
      path: '^src/',
      pathNot: ['^src/cli/demo/', '^src/collect/cluster/access/exec-plugin[.]ts$', RESTART, NOT_TESTS],
    },
    to: { path: '^(node:)?(child_process|cluster|worker_threads)$' },
  },
  {
    name: 'nobody-imports-cli',
    comment:
      'Only entry points wire stages together; the command line prints and exits, the library asks it for the rest.',
    severity: 'error',
    from: { path: '^src/(?!cli/|library/)', pathNot: NOT_TESTS },
    to: { path: '^src/cli/' },
  },
  {
    name: 'nobody-imports-library',
    comment: 'It is what others build on, and nothing of ours.',
    severity: 'error',
    from: { path: '^src/(?!library/)', pathNot: NOT_TESTS },
    to: { path: '^src/library/' },
  },
  {
    name: 'library-never-prints',
    comment: 'A program that uses the library owns its output: what writes to it stays out of reach.',
    severity: 'error',
    from: { path: '^src/library/' },
    to: { path: '^src/cli/(main|entry|output|progress|terminal|look)[.]ts$' },
  },
  {
    name: 'no-cycles',
    comment: 'A cycle means that two files are one; it also breaks lazy loading.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'program-does-not-use-tests-or-tools',
    comment: 'What is shipped must not pull in what is not.',
    severity: 'error',
    from: { path: '^src/', pathNot: NOT_TESTS },
    to: { path: '^(test|tools)/|[.]test[.]ts$' },
  },
  {
    name: 'resolvable',
    comment: 'An import that cannot be followed hides everything behind it from the rules above.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

/** How imports are found. */
export const options: ICruiseOptions = {
  // typescript 7 has no parser interface that dependency-cruiser knows; without swc it would see no imports at all.
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'types', 'node', 'default'],
  },
};
