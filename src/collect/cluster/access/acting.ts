import type { Asking } from './asking.ts';
import type { WrittenUser } from './kubeconfig-shape.ts';

/**
 * The same, acting as another if the user of the kubeconfig says so. The client knows the name alone.
 * https://github.com/kubernetes/client-go/blob/v0.34.1/transport/round_trippers.go impersonatingRoundTripper
 */
export function actingAs(written: WrittenUser, asking: Asking): Asking {
  const { as = '', 'as-uid': uid = '', 'as-groups': groups = [], 'as-user-extra': extra = {} } = written;
  if (as === '') return asking;
  return {
    ...asking,
    user: { ...asking.user, impersonateUser: as },
    headers: {
      ...(uid === '' ? {} : { 'Impersonate-Uid': uid }),
      ...(groups.length === 0 ? {} : { 'Impersonate-Group': [...groups] }),
      ...Object.fromEntries(
        Object.entries(extra).map(([key, values]) => [
          `Impersonate-Extra-${encodeURIComponent(key)}`,
          values,
        ]),
      ),
    },
    notes: [...asking.notes, `acting as ${as} (impersonation)`],
  };
}
