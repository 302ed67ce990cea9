import type { Assigned, Edit } from '../edit.ts';
import { F, FILE, K, settingName, THE_F, V, whole } from '../words.ts';

interface EditProduction {
  form: RegExp;
  reads(captured: readonly string[]): Edit;
}

const POD_FILE = `.*?\\bedit the .+? pod specification file ${FILE} on (?:the|each) (?:master|etcd server) node and `;
const BELOW = 'set the (?:below|following) parameters?';
const SERVICE_FILE = `If using (?:command line|executable) arguments, edit the kubelet service file ${FILE}.*? and `;

/** Sentences of a Remediation that name an edit. */
export const EDITS: readonly EditProduction[] = [
  edit(`(?:Run .*?)?chmod ([0-7]{3,4}) ${FILE}`, ([mode = '', file = '']) => ({ does: 'chmod', mode, file })),
  edit(`(?:Run .*?)?chown ([\\w.-]+:[\\w.-]+) ${FILE}`, ([owner = '', file = '']) => ({
    does: 'chown',
    owner,
    file,
  })),
  edit(`${POD_FILE}${BELOW} ?:?( --.+)?`, ([file = '', rest = '']) => ({
    does: 'set',
    values: parametersIn(rest),
    file,
  })),
  edit(`${POD_FILE}set ${THE_F} to .+?(?:: (--.+))?`, ([file = '', , rest = '']) => ({
    does: 'set',
    values: parametersIn(rest),
    file,
  })),
  edit(`${POD_FILE}remove ${THE_F}`, ([file = '', flag = '']) => ({
    does: 'unset',
    flag: settingName(flag),
    file,
  })),
  edit(`${POD_FILE}either remove ${THE_F} or set it to ${V}`, ([file = '', flag = '', value = '']) => ({
    does: 'unset-or-set',
    flag: settingName(flag),
    value,
    file,
  })),
  edit(
    `If using a Kubelet config(?:uration)? file, edit the file to set ${K} to ${V}`,
    ([key = '', value = '']) => ({
      does: 'key',
      key,
      value,
    }),
  ),
  edit(`${SERVICE_FILE}${BELOW} in \\S+ variable ?:?( --.+)?`, ([, rest = '']) => ({
    does: 'set',
    values: parametersIn(rest),
    file: null,
  })),
  edit(`${SERVICE_FILE}remove (?:the )?${F}(?: argument| parameter)? from .+`, ([, flag = '']) => ({
    does: 'unset',
    flag: settingName(flag),
    file: null,
  })),
];

function edit(form: string, reads: EditProduction['reads']): EditProduction {
  return { form: whole(form), reads };
}

/** Every `--flag=value` of a text; the value of a placeholder may have blanks. */
export function parametersIn(text: string): Assigned[] {
  return [...text.matchAll(/--([\w-]+)=(<[^>]*>|\S+)/g)].map(([, flag = '', value = '']) => ({
    flag,
    value,
  }));
}
