/** In the order of their numbers. https://github.com/torvalds/linux/blob/v6.12/include/uapi/linux/capability.h */
const NAMES = [
  ...['CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP'],
  ...[
    'LINUX_IMMUTABLE',
    'NET_BIND_SERVICE',
    'NET_BROADCAST',
    'NET_ADMIN',
    'NET_RAW',
    'IPC_LOCK',
    'IPC_OWNER',
  ],
  ...[
    'SYS_MODULE',
    'SYS_RAWIO',
    'SYS_CHROOT',
    'SYS_PTRACE',
    'SYS_PACCT',
    'SYS_ADMIN',
    'SYS_BOOT',
    'SYS_NICE',
  ],
  ...[
    'SYS_RESOURCE',
    'SYS_TIME',
    'SYS_TTY_CONFIG',
    'MKNOD',
    'LEASE',
    'AUDIT_WRITE',
    'AUDIT_CONTROL',
    'SETFCAP',
  ],
  ...['MAC_OVERRIDE', 'MAC_ADMIN', 'SYSLOG', 'WAKE_ALARM', 'BLOCK_SUSPEND', 'AUDIT_READ', 'PERFMON', 'BPF'],
  ...['CHECKPOINT_RESTORE'],
];

/** Names of the capabilities in a set as /proc/PID/status has it; one without a name yet is its number. */
export function capabilitiesIn(hexadecimal: string): string[] {
  const bits = [...BigInt(`0x${hexadecimal}`).toString(2)].reverse();
  return bits.flatMap((bit, index) => (bit === '1' ? [NAMES[index] ?? String(index)] : []));
}

/**
 * What containers get that neither add nor drop anything, unless the runtime is told otherwise; CRI-O gives fewer.
 * https://github.com/containerd/containerd/blob/v2.1.4/pkg/oci/spec.go defaultUnixCaps
 */
export const DEFAULT_CAPABILITIES: readonly string[] = [
  ...[
    'CHOWN',
    'DAC_OVERRIDE',
    'FSETID',
    'FOWNER',
    'MKNOD',
    'NET_RAW',
    'SETGID',
    'SETUID',
    'SETFCAP',
    'SETPCAP',
  ],
  ...['NET_BIND_SERVICE', 'SYS_CHROOT', 'KILL', 'AUDIT_WRITE'],
];
