import { describe, expect, it } from 'vitest';
import type { Rule } from '../../model/rule.ts';
import { loadCatalog } from '../index.ts';
import { auditSentences, remediationSentences } from './sentences.ts';

const catalog = loadCatalog('content');

const FLAG = '`--[a-z-]+`';
/** The sentences of the published Audit grammar that ours need. */
const AUDIT_GRAMMAR = [
  /^This recommendation is applicable only for .+\. If you are using only one .+ not applicable\.$/,
  /^Run the following command on (?:the etcd server node|the master node|each worker node):$/,
  new RegExp(`^Verify that the ${FLAG} argument is set to \`[^\`]+\`\\.$`),
  new RegExp(`^Verify that the ${FLAG} argument is not present, or is set to \`[^\`]+\`\\.$`),
  new RegExp(`^Verify that if the ${FLAG} argument exists, it is not set to \`[^\`]+\`\\.$`),
  new RegExp(`^Verify that the ${FLAG} and ${FLAG} arguments exist and they are set as appropriate\\.$`),
  new RegExp(`^Verify that the ${FLAG} argument exists and it is set as appropriate\\.$`),
  new RegExp(`^Verify that the ${FLAG} argument exists and is set to a value to include \`[^\`]+\`\\.$`),
  new RegExp(`^Verify that the ${FLAG} argument is set to a value that does not include \`[^\`]+\`\\.$`),
  new RegExp(`^Verify that the ${FLAG} argument is set to \`\\d+\` or as appropriate\\.$`),
  new RegExp(`^Verify that the ${FLAG} argument does not exist\\.$`),
  new RegExp(`^Find the file specified by the ${FLAG} argument\\.$`),
  new RegExp(`^Verify that the ${FLAG} argument exists and is not set to \`[^\`]+\`\\.$`),
  /^Verify the permissions are `[0-7]{3}` or more restrictive\.$/,
  /^Verify the ownership is set to `[a-z]+:[a-z]+`\.$/,
  /^Additionally, ensure that .+\.$/,
];

function rule(id: string): Rule {
  const found = catalog.rules.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
}

describe('auditSentences', () => {
  it.each(catalog.rules)('speaks the published grammar only: $id', (one) => {
    const sentences = auditSentences(one)
      .replaceAll(/```\n(?:ps -ef \| grep [a-z-]+|stat -c %(?:a|U:%G) .+)\n```\n/g, '')
      .split('\n');

    const strangers = sentences.filter(
      (line) => line !== '' && !AUDIT_GRAMMAR.some((form) => form.test(line)),
    );

    expect(strangers).toEqual([]);
  });

  it('says the letter of 2.5 as the published page does', () => {
    const text = auditSentences(rule('etcd-peer-client-cert-auth'));

    expect(text).toMatch(/Verify that the `--peer-client-cert-auth` argument is set to `true`\.$/);
  });
});

describe('remediationSentences', () => {
  it('sets parameters, site values as placeholders', () => {
    const text = remediationSentences(rule('etcd-server-cert'));

    expect(text).toBe(
      'Edit the etcd pod specification file `/etc/kubernetes/manifests/etcd.yaml` on the master node and set the below parameters:\n\n' +
        '```\n--cert-file=</path/to/cert-file>\n--key-file=</path/to/key-file>\n```',
    );
  });

  it('removes what must not be', () => {
    const text = remediationSentences(rule('etcd-auto-tls'));

    expect(text).toMatch(/and either remove the `--auto-tls` parameter or set it to `false`\.$/);
  });

  it('sets nothing where nothing is to be set', () => {
    expect(remediationSentences(rule('etcd-unique-ca'))).toBe('');
  });
});
