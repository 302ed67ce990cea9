/**
 * The problem of a file without any PEM block. As a certificate it cannot be used; as a CA file etcd takes it,
 * and then trusts nobody.
 */
export const NO_CERTIFICATE = 'holds no certificate';
