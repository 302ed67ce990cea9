import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../model/finding.ts';
import { headOf } from '../common/head.ts';
import { icon } from './icons.ts';

/** Who was judged, by what and when. */
export function masthead(report: Report): Element {
  const { subject, about, benchmark, time, reasons } = headOf(report);
  return h('header.masthead', [
    h('div.bar', [
      h('p.brand', ['Kubetrue ', h('span', 'report')]),
      h('div.actions.scripted', { hidden: true }, [
        h('button#print.quiet', { type: 'button', ariaLabel: 'Print or PDF' }, [
          icon('print'),
          h('span', 'Print or PDF'),
        ]),
        h('button#theme.quiet', { type: 'button', ariaPressed: 'false', ariaLabel: 'Dark colours' }, [
          icon('theme'),
          h('span', 'Dark'),
        ]),
      ]),
    ]),
    h('h1', report.files === undefined ? [h('span', 'node '), report.node.name] : subject),
    h('p.about', about),
    h('p.benchmark', [benchmark, h('span.time', time)]),
    h('p.reasons', reasons.join(' ')),
  ]);
}
