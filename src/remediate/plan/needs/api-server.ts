import { valueIfPresent } from '../../../model/fact.ts';
import { lastValue } from '../flag-edits.ts';
import { NotNow } from '../input.ts';
import type { Met, NeedContext } from './need.ts';

export function nodeAuthorizer({ process }: Pick<NeedContext, 'process'>): Met {
  const argv = valueIfPresent(process?.argv) ?? [];
  const modes = lastValue(argv, 'authorization-mode') ?? '';
  if (!modes.split(',').includes('Node')) {
    throw new NotNow(
      'prerequisite',
      'The Node authorizer is not on, and without it the plug-in restricts nobody.',
      'add Node to --authorization-mode first',
    );
  }
  return { prerequisite: { what: 'The Node authorizer is on.', seen: `--authorization-mode=${modes}` } };
}

export function authorizersListed({ process }: Pick<NeedContext, 'process'>): Met {
  const argv = valueIfPresent(process?.argv) ?? [];
  const modes = lastValue(argv, 'authorization-mode');
  const why = reasonAgainst(modes, lastValue(argv, 'authorization-config'));
  if (why !== null) throw new NotNow('explain', why, 'decide who needs which grant first');
  return {
    prerequisite: {
      what: 'Authorizers are listed and none allows all.',
      seen: `--authorization-mode=${modes}`,
    },
  };
}

function reasonAgainst(modes: string | undefined, file: string | undefined): string | null {
  if (file !== undefined) return `Authorizers are configured in ${file}, beside which no flag may stand.`;
  if (modes === undefined || modes === '' || modes.split(',').includes('AlwaysAllow')) {
    return 'Everybody is allowed everything now: whoever holds no grant in RBAC would be out, and who that is only an audit log can tell.';
  }
  return null;
}
