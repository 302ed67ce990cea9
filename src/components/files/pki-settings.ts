import { etcdSettings } from '../etcd/settings.ts';
import { apiServerFlags } from '../kube-apiserver/flags.ts';
import { controllerManagerFlags } from '../kube-controller-manager/flags.ts';
import { schedulerFlags } from '../kube-scheduler/flags.ts';
import { type Holds, pkiFlags } from '../kubernetes/pki-flags.ts';

/** Settings of one component that name certificates and keys of the control plane. */
export interface PkiSettings {
  readonly settings: ReadonlyMap<string, Holds>;
  /**
   * Name of the certificate and key in the directory `cert-dir`, which stand in where none are set; null where the
   * component knows no such directory. Only files that are there already can be anything but what it makes itself.
   * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/serving.go MaybeDefaultWithSelfSignedCerts
   */
  readonly pair: string | null;
}

/** By component; all of them run the control plane. */
export const PKI_SETTINGS: ReadonlyMap<string, PkiSettings> = new Map([
  ['kube-apiserver', { settings: pkiFlags(apiServerFlags), pair: 'apiserver' }],
  [
    'kube-controller-manager',
    { settings: pkiFlags(controllerManagerFlags), pair: 'kube-controller-manager' },
  ],
  ['kube-scheduler', { settings: pkiFlags(schedulerFlags), pair: 'kube-scheduler' }],
  ['etcd', { settings: pkiFlags(etcdSettings), pair: null }],
]);
