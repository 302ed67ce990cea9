import type { Change, NotPlanned, Plan, Stage } from '../model/plan.ts';
import { diffText } from './diff-text.ts';
import { type Look, paint, signs } from './text/paint.ts';
import { safe } from './text/safe.ts';
import { wrap } from './text/width.ts';

export interface PlanLook extends Look {
  /** File the plan was written to; null when it was not. */
  readonly file: string | null;
}

/** A plan as text: each change with its diff, what is left to a person, and what to do next. */
export function renderPlan(plan: Plan, look: PlanLook): string {
  const parts = [
    ...plan.changes.map((change) => changeText(change, look)),
    ...leftText(plan.notPlanned, look),
    summaryText(plan, look),
  ];
  return signs(look, `${parts.join('\n\n')}\n`);
}

function changeText(change: Change, look: PlanLook): string {
  const rules = change.rules.map(({ rule, control }) => (control === null ? rule : `${control} ${rule}`));
  const level =
    change.level === 'safe' ? paint(look, 'green', 'safe') : paint(look, 'yellow', 'needs consent');
  return [
    `${paint(look, 'bold', safe(change.id))}  ${level}  lock-out risk: ${change.lockOut}`,
    ...labelled('turns', rules.join(', '), look),
    ...stageText(change, look),
    ...labelled('takes', change.disruption, look),
    ...change.affects.flatMap((one) => labelled('notices', one, look)),
    ...change.prerequisites.flatMap(({ what, seen }) => labelled('checked', `${what} (${seen})`, look)),
    ...attributesText(change, look),
    ...change.edits.flatMap((edit) =>
      edit.kind === 'content' ? ['', ...diffText(edit.diff, look, '  ')] : [],
    ),
    ...sourceText(change, look),
    ...durableText(change, look),
  ].join('\n');
}

function labelled(label: string, text: string, look: PlanLook): readonly string[] {
  const lines = wrap(safe(text), look.width - 11);
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(8)} ${line}`);
}

/** On this member, before and after the same on the others. */
function stageText({ stage }: Change, look: PlanLook): readonly string[] {
  if (stage === undefined) return [];
  const { number, of, waitsFor } = stage;
  const [from, to] = addressesOf(stage).map((urls) => urls.join(', '));
  const tells = from === to ? [] : [`${from} → ${to} in the list of members`];
  return [
    ...labelled('stage', `${number} of ${of}, each on every member before the next`, look),
    ...labelled('waits', waitsFor, look),
    ...tells.flatMap((one) => labelled('sets', one, look)),
  ];
}

/** Where others look for this member before and after a stage. */
function addressesOf({ kind, plain, secure, final }: Stage): readonly (readonly string[])[] {
  return { 'serve-tls': [plain, plain], 'advertise-tls': [plain, secure], 'drop-plain': [secure, final] }[
    kind
  ];
}

function attributesText({ edits }: Change, look: PlanLook): readonly string[] {
  return edits.flatMap((edit) => {
    if (edit.kind !== 'attributes') return [];
    const { before, after, path } = edit;
    const mode = before.mode === after.mode ? [] : [`mode ${before.mode} → ${after.mode}`];
    const [from, to] = [`${before.uid}:${before.gid}`, `${after.uid}:${after.gid}`];
    const owner = from === to ? [] : [`owner ${from} → ${to}`];
    return labelled('sets', `${path}: ${[...mode, ...owner].join(', ')}`, look);
  });
}

/** Nothing where the text is as it is to be already. */
function sourceText({ source }: Change, look: PlanLook): readonly string[] {
  return source === undefined || source.diff === '' ? [] : ['', ...diffText(source.diff, look, '  ')];
}

/** The same words as the result of an apply has. */
function durableText({ durable }: Change, look: PlanLook): readonly string[] {
  return durable.length === 0
    ? []
    : [
        '',
        ...durable.flatMap(({ where, change }) =>
          wrap(`durable: pending: ${safe(where)}: ${safe(change)}`, look.width - 4).map((line, index) =>
            index === 0 ? `  ${line}` : `    ${line}`,
          ),
        ),
      ];
}

const HEADS: readonly (readonly [kind: NotPlanned['kind'], head: string])[] = [
  ['consent', 'Needs consent'],
  ['prerequisite', 'Something else comes first'],
  ['refused', 'Not edited, because of what is there'],
  ['explain', 'Left to a person'],
];

function leftText(left: readonly NotPlanned[], look: PlanLook): readonly string[] {
  return HEADS.flatMap(([kind, head]) => {
    const own = left.filter((one) => one.kind === kind);
    if (own.length === 0) return [];
    return [[paint(look, 'bold', head), ...own.flatMap((one) => leftLines(one, look))].join('\n')];
  });
}

function leftLines({ rule, control, reason, byHand }: NotPlanned, look: PlanLook): readonly string[] {
  const room = look.width - 6;
  return [
    `  ${safe(control === null ? rule : `${control} ${rule}`)}`,
    ...wrap(safe(reason), room).map((line) => `      ${line}`),
    ...(byHand === null ? [] : wrap(`→ ${safe(byHand)}`, room).map((line) => `      ${line}`)),
  ];
}

function summaryText(plan: Plan, look: PlanLook): string {
  const count = (level: Change['level']) =>
    plan.changes.filter((change) => change.level === level && isLast(change)).flatMap(({ rules }) => rules)
      .length;
  const [safeOnes, consent] = [count('safe'), count('consent')];
  const waiting = plan.notPlanned.filter(({ kind }) => kind === 'consent').length;
  const left = plan.notPlanned.length - waiting;
  const head = `${safeOnes} safe, ${consent + waiting} with consent (${consent} planned), ${left} not planned; ${restarts(plan)}`;
  return [...wrap(head, look.width), ...nextSteps(plan, look)].join('\n');
}

/** Stages are about the same rules: the last one turns them. */
function isLast({ stage }: Change): boolean {
  return stage === undefined || stage.number === stage.of;
}

function restarts({ changes }: Plan): string {
  const names = changes.flatMap((change) => (change.restarts === null ? [] : [change.restarts.component]));
  if (names.length === 0) return 'nothing restarts';
  const counted = [...new Set(names)].map((name) => {
    const times = names.filter((one) => one === name).length;
    return times === 1 ? name : `${name} ${times} times`;
  });
  return `restarts ${counted.join(', ')}`;
}

function nextSteps({ changes, expires }: Plan, { file }: PlanLook): readonly string[] {
  if (changes.length === 0) return ['Nothing to apply.'];
  if (file === null) return ['To apply it, write it to a file: kubetrue fix plan --output plan.json'];
  const allow = changes.flatMap(({ level, rules }) =>
    level === 'safe' ? [] : rules.map(({ rule }) => ` --allow ${rule}`),
  );
  return [`Good until ${expires}. Next: kubetrue fix apply ${file}${[...new Set(allow)].join('')}`];
}
