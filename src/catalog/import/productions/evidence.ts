import { COMMAND, type Shown, shownBy } from '../commands.ts';
import type { Statement } from '../statement.ts';
import { F, NODE } from '../words.ts';
import { type Production, production } from './production.ts';

const RUN =
  `Run (?:the|this) (?:below |following )?command(?: \\(based on the [^)]+\\))?(?: on ${NODE})?` +
  ` ?[:.]?(?: For example[,:]?)?(?: (${COMMAND}))?`;
const FROM = `the (?:below |following )?command ?:?(?: (${COMMAND}))?`;
const FROM_BY = `running ${FROM}`;

/** Sentences that say where to look. */
export const EVIDENCE: readonly Production[] = [
  production(RUN, ([command = '']) => evidence(command)),
  production(`For example[,:]?(?: (${COMMAND}))?`, ([command = '']) => evidence(command)),
  production(`(${COMMAND})`, ([command = '']) => evidence(command)),
  production(`Find the file specified by (?:the )?${F} (?:argument|parameter)`, ([flag = '']) => ({
    as: 'locate',
    located: { by: 'flag', flag, process: null },
  })),
  production(
    `Find the (.+?) file being used by ([a-z][\\w-]*) by ${FROM_BY}`,
    ([what = '', process = '', command = '']) =>
      evidence(command, { by: 'name', what, process: process.toLowerCase() }),
  ),
  production(
    `If ([a-z][\\w-]*) is running, get the (.+?) file location from (?:the )?${F} (?:argument|parameter)`,
    ([process = '', , flag = '']) => ({
      as: 'locate',
      located: { by: 'flag', flag, process: process.toLowerCase() },
    }),
  ),
  production(
    `(?:On ${NODE}, )?get the (.+?),? passed as an argument (?:of )?${F},? from ${FROM}`,
    ([, flag = '', command = '']) => evidence(command, { by: 'flag', flag, process: null }),
  ),
  production(`Based on the (.+?) found above, ${RUN}`, ([, command = '']) => evidence(command)),
];

function evidence(command: string, located?: Extract<Statement, { as: 'locate' }>['located']): Statement {
  const shown: Shown | null = command === '' ? null : shownBy(command);
  return {
    as: 'evidence',
    shown: shown === null ? [] : [shown],
    ...(located === undefined ? {} : { located }),
  };
}
