import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../model/finding.ts';
import { bySeverity, isWrong } from '../common/counts.ts';
import { firstOf } from '../common/limits.ts';
import { controlNumber } from '../text/finding.ts';
import { anchorsOf } from './anchor.ts';
import { SEVERITY_NAMES } from './words.ts';

/** So many are worth a reader's first look. */
const MOST = 16;

/** What is wrong, the gravest first. */
export function worstFirst({ findings }: Report): Element {
  const anchors = anchorsOf(findings);
  const wrong = bySeverity(findings.filter((finding) => isWrong(finding) && finding.waiver === null));
  const { shown, left } = firstOf(wrong, MOST);
  return h('div.card.worst', [
    h('h3', 'Gravest first'),
    shown.length === 0
      ? h('p', 'Nothing is wrong that has no waiver.')
      : h(
          'ol',
          shown.map((finding) =>
            h('li', [
              h('span', { className: ['severity', finding.severity] }, SEVERITY_NAMES[finding.severity]),
              h('a', { href: `#${anchors.get(finding)}` }, [
                h('b', controlNumber(finding)),
                ` ${finding.title}`,
              ]),
            ]),
          ),
        ),
    ...(left > 0 ? [h('p.more', `and ${left} more below`)] : []),
  ]);
}
