import type { Edit } from './edit.ts';
import { EDITS, parametersIn } from './productions/edits.ts';
import { type Sentence, sentencesOf } from './sentences.ts';
import { unended } from './words.ts';

export interface EditReading {
  says: string;
  line: number;
  edit: Edit;
}

/** A Remediation, sentence by sentence. What no production has is a step for a person: nothing is refused here. */
export function readRemediation(body: string, firstLine: number): EditReading[] {
  const readings: EditReading[] = [];
  for (const sentence of sentencesOf(body, firstLine)) {
    const last = readings.at(-1);
    const added = last === undefined ? null : withParameters(last, sentence);
    if (added === null) readings.push(readingOf(sentence));
    else readings.splice(-1, 1, added);
  }
  return readings;
}

function readingOf({ pieces }: Sentence): EditReading {
  const text = unended(pieces.map((piece) => piece.text).join(' '));
  const says = pieces.map(({ raw }) => raw).join(' ');
  const line = pieces[0]?.line ?? 1;
  for (const { form, reads } of EDITS) {
    const match = form.exec(text);
    if (match !== null) return { says, line, edit: reads(match.slice(1).map((one) => one ?? '')) };
  }
  return { says, line, edit: { does: 'step' } };
}

/** `--flag=value` below a sentence that sets parameters belongs to it. */
function withParameters(last: EditReading, { pieces }: Sentence): EditReading | null {
  if (last.edit.does !== 'set') return null;
  const text = pieces.map((piece) => piece.text).join(' ');
  if (!/^--[\w-]+=/.test(text)) return null;
  const values = [...last.edit.values, ...parametersIn(text)];
  const says = [last.says, ...pieces.map(({ raw }) => raw)].join(' ');
  return { ...last, says, edit: { ...last.edit, values } };
}
