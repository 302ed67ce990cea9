import type { Operation } from '../../model/plan.ts';
import { isJson } from '../../util/json.ts';
import { editArgsFileFlag } from './args-file.ts';
import { editArgumentList } from './argument-list.ts';
import { editConfigKey } from './config-key.ts';
import { editEnvironmentFlag, editEnvironmentVariable } from './environment.ts';
import { editArgument } from './kubeadm-argument.ts';
import { editManifestFlag } from './manifest-flag.ts';
import { editManifestMount } from './manifest-mount.ts';
import { decodeSource, refuse, type Source } from './text.ts';
import { editUnitFlag } from './unit.ts';
import { verifyEdit } from './verify.ts';

/**
 * The file's bytes after the operations, in order. Whatever they are not about keeps its bytes: comments, order,
 * indentation, quotes, line ends. Pure: the same bytes give the same result.
 *
 * Throws `KT_EDIT` with line and excerpt for files that cannot be edited without risk.
 */
export function applyOperations(path: string, bytes: Uint8Array, operations: readonly Operation[]): Buffer {
  let source = decodeSource(path, bytes);
  for (const operation of operations) source = applyOne(source, operation);
  return Buffer.from(source.text, 'utf8');
}

function applyOne(source: Source, operation: Operation): Source {
  const json = mustStayJson(source);
  switch (operation.kind) {
    case 'manifest-flag': {
      const { container, flag, value } = operation;
      return checked(
        source,
        verifyEdit(source, editManifestFlag(source, container, flag, value, json)),
        json,
      );
    }
    case 'manifest-mount': {
      const { container, name, path } = operation;
      return checked(source, verifyEdit(source, editManifestMount(source, container, name, path)), json);
    }
    case 'config-key': {
      const edited = editConfigKey(source, operation.path, operation.value, json, operation.document ?? null);
      return checked(source, verifyEdit(source, edited), json);
    }
    case 'argument-list': {
      const { key, flag, value } = operation;
      return checked(source, verifyEdit(source, editArgumentList(source, key, flag, value)), json);
    }
    case 'args-file-flag':
      return editArgsFileFlag(source, operation.flag, operation.value);
    case 'unit-flag':
      return editUnitFlag(source, operation.flag, operation.value);
    case 'kubeadm-argument': {
      const { document, section, flag, value } = operation;
      return checked(source, verifyEdit(source, editArgument(source, section, flag, value, document)), json);
    }
    case 'environment-flag':
      return editEnvironmentFlag(source, operation.variable, operation.flag, operation.value);
    case 'environment-variable':
      return editEnvironmentVariable(source, operation.variable, operation.value);
  }
}

/** JSON is YAML too, but must stay what a JSON reader takes. */
function mustStayJson({ text }: Source): boolean {
  return /^\s*\{/.test(text) && isJson(text);
}

function checked(before: Source, after: Source, json: boolean): Source {
  if (json && !mustStayJson(after)) {
    refuse(before, null, 'the edit would not leave valid JSON', 'edit the file by hand, then scan again');
  }
  return after;
}
