/**
 * Flags with a variable of their own: the file has no such field, or one beside it, as for `seccomp-default`. Of the others `/flagz` prints what they were before the file was
 * read, so that it says nothing about them.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubelet/app/options/options.go
 */
export const KUBELET_FLAGZ = ['hostname-override', 'seccomp-default'] as const;
