/**
 * The problem of a PEM file without any certificate. As a certificate it cannot be used; as a CA file etcd takes it,
 * and then trusts nobody.
 */
export const NO_CERTIFICATE = 'holds no certificate';
