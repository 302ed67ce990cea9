import type { Look } from '../report/text/paint.ts';

const DEFAULT_WIDTH = 80;

export interface Environment {
  readonly [name: string]: string | undefined;
}

/** What matters of a stream that a person may be looking at. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
}

/**
 * How text may look where it is going. Colour only on a terminal that shows it and unless somebody said no; our
 * own signs beyond ASCII unless the locale names another character set (many containers name none at all).
 */
export function lookOf(screen: Screen, environment: Environment, noColor: boolean): Look {
  const terminal = screen.isTTY === true;
  return {
    color: terminal && !noColor && !environment.NO_COLOR && environment.TERM !== 'dumb',
    unicode: /^$|utf-?8/i.test(environment.LC_ALL || environment.LC_CTYPE || environment.LANG || ''),
    width: widthOf(screen, environment),
  };
}

function widthOf(screen: Screen, environment: Environment): number {
  const asked = Number(environment.COLUMNS);
  // A terminal that does not know its size says 0.
  const columns = screen.columns || (Number.isInteger(asked) && asked > 0 ? asked : DEFAULT_WIDTH);
  return Math.max(24, columns);
}
