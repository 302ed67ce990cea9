import type { Change, SettingChange } from '../../model/diff.ts';
import type { Status, Target } from '../../model/finding.ts';
import { type Look, markOf, paint, SEVERITY_TONES, STATUS_LOOKS, signs } from '../text/paint.ts';
import { originText, valueText } from '../text/value.ts';
import { wrap } from '../text/width.ts';

/** Lines longer than this are hard to read, however wide the terminal is. */
const READABLE = 110;
const INDENT = 8;

/** One finding before and after, what of it is another, and why. */
export function changeLines(change: Change, look: Look): string[] {
  const room = { ...look, width: Math.min(look.width, READABLE) - INDENT };
  const { component } = change.target;
  return [
    ...headLines(change, look),
    ...[
      ...said(verdictText(change), room),
      ...said(reasonOf(change), room),
      ...change.settings.flatMap((setting) => settingLines(setting, component, room)),
      ...objectSentences(change).flatMap((text) => said(text, room)),
      ...change.causes.flatMap((text) => said(`→ ${text}`, room).map((line) => paint(look, 'cyan', line))),
    ].map((line) => ' '.repeat(INDENT) + line),
  ];
}

function headLines(
  { controls, rule, title, severity, direction, target, after, before }: Change,
  look: Look,
) {
  const status = after?.status ?? before?.status ?? 'unknown';
  const number = controls.length > 0 ? controls.map(({ control }) => control).join(', ') : rule;
  const worse = direction === 'worse' ? `  ${severity.toUpperCase()}` : '';
  const [first = '', ...more] = wrap(
    signs(look, `${number}  ${title} · ${nameOf(target)}`),
    Math.min(look.width, READABLE) - INDENT - worse.length,
  );
  return [
    `  ${markOf(look, status)} ${first}${paint(look, SEVERITY_TONES[severity], worse)}`,
    ...more.map((line) => ' '.repeat(INDENT) + line),
  ];
}

function nameOf(target: Target): string {
  if (target.kind === 'cluster') return 'cluster';
  if (target.kind === 'file') return `${target.component} in ${target.path}`;
  const name = target.kind === 'process' && target.name !== undefined ? ` ${target.name}` : '';
  return `${target.component}${name}`;
}

function verdictText({ before, after, why }: Change): string {
  const [was, is] = [wordOf(before), wordOf(after)];
  if (before === null || after === null) return `${is ?? was ?? ''} on one side alone. ${why ?? ''}`.trim();
  return was === is ? `${is}, as before` : `${was} before, ${is} now`;
}

function wordOf(verdict: Change['before']): string | null {
  if (verdict === null) return null;
  const status: Status = verdict.status;
  return STATUS_LOOKS[status].word + (verdict.waived ? ' (waived)' : '');
}

/** Why it is what it is now; nothing new where the verdict is the same. */
function reasonOf({ before, after }: Change): string {
  if (after === null) return '';
  return before?.status === after.status ? '' : after.reason;
}

function settingLines({ setting, before, after }: SettingChange, component: string, look: Look): string[] {
  return [
    ...said(setting, look),
    ...said(`- ${sourced(before, component)}`, { ...look, width: look.width - 4 }).map((line, index) =>
      paint(look, 'red', `${index === 0 ? '  ' : '    '}${line}`),
    ),
    ...said(`+ ${sourced(after, component)}`, { ...look, width: look.width - 4 }).map((line, index) =>
      paint(look, 'green', `${index === 0 ? '  ' : '    '}${line}`),
    ),
  ];
}

function sourced(side: SettingChange['before'], component: string): string {
  if (side === null) return 'not looked at';
  return `${valueText(side.value)} · ${originText(side.origin, component, side.value)}`;
}

function objectSentences({ objects }: Change): string[] {
  if (objects === undefined) return [];
  return [
    ...(objects.new.length > 0 ? [`at fault now: ${objects.new.join(', ')}`] : []),
    ...(objects.gone.length > 0 ? [`not at fault any more: ${objects.gone.join(', ')}`] : []),
  ];
}

function said(text: string, look: Look): string[] {
  return text === '' ? [] : wrap(signs(look, text), look.width);
}
