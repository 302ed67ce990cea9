import { basename } from 'node:path';
import { type Static, type TSchema, Type } from 'typebox';
import { type Problems, problemAt, type SourceFile } from '../../../catalog/read/source-file.ts';
import { validated } from '../../../catalog/read/validate.ts';
import { parseYaml } from '../../../catalog/read/yaml.ts';
import { StatusSchema } from '../../../model/finding.ts';

const strict = <T extends Record<string, TSchema>>(shape: T) =>
  Type.Object(shape, { additionalProperties: false });

/** A file's text, a certificate authority or leaf of the test's own PKI, or something that is no file. */
const FileSchema = Type.Union([
  Type.String(),
  strict({ authorities: Type.Array(Type.String(), { minItems: 1 }) }),
  strict({ leaf: Type.String() }),
  strict({ link: Type.String() }),
  strict({ kind: Type.Union([Type.Literal('directory'), Type.Literal('fifo'), Type.Literal('absent')]) }),
]);

const ProcessSchema = strict({
  /** The arguments to begin with: a sound member of three (etcd), those of kubeadm's manifest, or none. */
  from: Type.Optional(
    Type.Union([Type.Literal('three-members'), Type.Literal('kubeadm'), Type.Literal('nothing')]),
  ),
  /** Flags of those that are left out, as `--name`. */
  without: Type.Optional(Type.Array(Type.String())),
  /** Words after the program's name; of `others`, all words. */
  argv: Type.Optional(Type.Array(Type.String())),
  environment: Type.Optional(
    Type.Union([Type.Record(Type.String(), Type.String()), Type.Literal('unreadable')]),
  ),
  executable: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  root: Type.Optional(Type.String()),
  /** Effective user; 0 where not given. */
  uid: Type.Optional(Type.Union([Type.Integer(), Type.Literal('unknown')])),
  cgroup: Type.Optional(Type.String()),
});

const Processes = Type.Optional(Type.Union([ProcessSchema, Type.Array(ProcessSchema)]));

const GivenSchema = strict({
  etcd: Processes,
  'kube-apiserver': Processes,
  'kube-controller-manager': Processes,
  'kube-scheduler': Processes,
  kubelet: Processes,
  'kube-proxy': Processes,
  others: Type.Optional(Type.Array(ProcessSchema)),
  files: Type.Optional(Type.Record(Type.String(), FileSchema)),
  /** Directories that are there with nothing in them. */
  directories: Type.Optional(Type.Array(Type.String())),
  /** Octal modes of files and directories; 0600 and 0700 where not given. */
  modes: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** `uid:gid` of files and directories; 0:0 where not given. */
  owners: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** Names that the host gives to those ids, users and groups alike. */
  names: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** Files whose content is newer than the processes. */
  changed: Type.Optional(Type.Array(Type.String())),
  hostname: Type.Optional(Type.String()),
  /** What the Kubernetes API holds, in the shape of the snapshot's cluster facts; kinds not given are listed and empty. */
  cluster: Type.Optional(Type.Unknown()),
  /** Parameters that a site has set, laid over those of the rule and the control. */
  parameters: Type.Optional(
    Type.Record(
      Type.String(),
      Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())]),
    ),
  ),
});

const EvidenceSchema = strict({
  setting: Type.String(),
  value: Type.Optional(Type.Unknown()),
  origin: Type.Optional(Type.Unknown()),
  overrides: Type.Optional(Type.Unknown()),
  note: Type.Optional(Type.String()),
});

const ExpectSchema = strict({
  status: StatusSchema,
  /** Statuses of all findings of the rule, by pid, where there are several. */
  all: Type.Optional(Type.Array(StatusSchema)),
  letter: Type.Optional(StatusSchema),
  reason: Type.Optional(Type.Array(Type.String())),
  evidence: Type.Optional(Type.Array(EvidenceSchema)),
});

const CaseSchema = strict({ why: Type.String({ minLength: 10 }), given: GivenSchema, expect: ExpectSchema });

export type CaseFile = Static<typeof CaseSchema>;
export type GivenProcess = Static<typeof ProcessSchema>;
export type GivenFile = Static<typeof FileSchema>;

/** Reads a case; null, with problems, when it has another shape or expects another status than its name says. */
export function readCase(file: SourceFile, problems: Problems): CaseFile | null {
  const yaml = parseYaml(file, file.text, problems);
  const content = yaml && validated(CaseSchema, yaml, file, problems);
  if (yaml === null || content === null) return null;
  const status = basename(file.path, '.yaml').split('.').at(-1);
  if (status === content.expect.status) return content;
  const message = `the file is named ${status} and expects ${content.expect.status}`;
  problems.push(problemAt(file, yaml.lineOf(['expect', 'status']), message));
  return null;
}
