import type { Benchmark } from '../../model/benchmark.ts';
import type { Rule } from '../../model/rule.ts';
import { uuidOf } from '../common/identity.ts';
import { BENCHMARK_TITLES } from '../titles.ts';
import { filled, OSCAL_VERSION, type Property, property, token } from './properties.ts';

export interface RuleSet {
  rules: readonly Rule[];
  benchmark: Benchmark;
  toolVersion: string;
  /** When the rule set is said to be of; a document of OSCAL must tell. */
  at: Date;
}

/**
 * The rule set as an OSCAL component definition: one validation component, whose rules are sets of properties that
 * implemented requirements name, in the manner that compliance-trestle reads them.
 */
export function renderComponentDefinition({ rules, benchmark, toolVersion, at }: RuleSet): string {
  const { name, version } = benchmark;
  const title = `${BENCHMARK_TITLES[name] ?? name} ${version}`;
  const catalog = uuidOf('catalog', name, version);
  const requirements = requirementsOf(benchmark);
  const document = {
    'component-definition': {
      uuid: uuidOf('component-definition', name, version, toolVersion),
      metadata: {
        title: `Rules of kubetrue for ${title}`,
        'last-modified': at.toISOString(),
        version: toolVersion,
        'oscal-version': OSCAL_VERSION,
      },
      components: [
        {
          uuid: uuidOf('component', 'kubetrue', name, version),
          type: 'validation',
          title: 'kubetrue',
          description: 'Judges nodes and clusters of Kubernetes by what is in force, and proves it.',
          ...filled('props', ruleProperties(rules, benchmark)),
          ...filled(
            'control-implementations',
            requirements.length === 0
              ? []
              : [
                  {
                    uuid: uuidOf('control-implementation', name, version),
                    source: `#${catalog}`,
                    description: `What kubetrue judges of ${title}`,
                    'implemented-requirements': requirements,
                  },
                ],
          ),
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: catalog,
            title,
            description: `The benchmark whose controls are meant: control 2.5 is ${token(name, '2.5')} here.`,
            rlinks: [{ href: 'https://www.cisecurity.org/cis-benchmarks' }],
          },
        ],
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Properties of one rule share a remark, by which they are told from those of another. */
function ruleProperties(rules: readonly Rule[], benchmark: Benchmark): Property[] {
  const used = new Set(benchmark.controls.flatMap((control) => control.rules));
  return rules
    .filter(({ id }) => used.has(id))
    .flatMap(({ id, title, component, severity, proof }) => [
      ...property('Rule_Id', id, id),
      ...property('Rule_Description', title, id),
      ...property('Check_Id', id, id),
      ...property('Check_Description', title, id),
      ...property('component', component, id),
      ...property('severity', severity, id),
      ...property('proof', proof, id),
    ]);
}

/** Controls that no rule judges are left out: nothing implements them. */
function requirementsOf({ name, version, controls }: Benchmark): object[] {
  return controls
    .filter(({ rules }) => rules.length > 0)
    .map(({ control, rules, subject, level, assessment }) => ({
      uuid: uuidOf('implemented-requirement', name, version, control),
      'control-id': token(name, control),
      description: subject,
      props: [
        ...rules.flatMap((rule) => property('Rule_Id', rule)),
        ...property('level', level === null ? null : String(level)),
        ...property('assessment', assessment),
      ],
    }));
}
