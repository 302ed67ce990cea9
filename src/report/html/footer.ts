import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../model/finding.ts';
import { STATUS_ORDER } from '../common/counts.ts';
import { icon } from './icons.ts';
import { STATUS_MEANINGS, STATUS_NAMES } from './words.ts';

/** What the words mean, and what wrote this. */
export function footer({ tool, at }: Report): Element {
  return h('footer', [
    h('h2', 'What the words mean'),
    h('dl', [
      ...STATUS_ORDER.map((status) => meaning(STATUS_NAMES[status], STATUS_MEANINGS[status], status)),
      meaning('proved', 'The running component was asked, and it confirms the verdict.'),
      meaning('read', 'The verdict follows from what was read; nothing that runs was or could be asked.'),
      meaning('letter', "The verdict of the benchmark's own sentence, taken literally, where it differs."),
    ]),
    h('p', [
      `Kubetrue ${tool.version}, judged at ${at}. Very long texts are cut: `,
      h('code', '[… 120 characters …]'),
      ' says where. The JSON report has everything.',
    ]),
  ]);
}

function meaning(name: string, text: string, status?: (typeof STATUS_ORDER)[number]): Element {
  const classes = status === undefined ? [] : [`is-${status}`];
  return h('div', [
    h('dt', { className: classes }, [...(status === undefined ? [] : [h('span.mark', icon(status))]), name]),
    h('dd', text),
  ]);
}
