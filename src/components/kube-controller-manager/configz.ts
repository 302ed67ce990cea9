import type { ConfigzKey } from '../configz-key.ts';

/**
 * Settings that rules are about, as /configz tells them.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/controller/apis/config/types.go and
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/staging/src/k8s.io/kube-controller-manager/config/v1alpha1/types.go
 */
export const CONTROLLER_MANAGER_CONFIGZ: readonly ConfigzKey[] = [
  {
    setting: 'profiling',
    keys: ['Generic.Debugging.EnableProfiling', 'Generic.Debugging.enableProfiling'],
  },
  { setting: 'controllers', keys: ['Generic.Controllers', 'Generic.Controllers'] },
  {
    setting: 'terminated-pod-gc-threshold',
    keys: ['PodGCController.TerminatedPodGCThreshold', 'PodGCController.TerminatedPodGCThreshold'],
  },
  {
    setting: 'use-service-account-credentials',
    keys: ['KubeCloudShared.UseServiceAccountCredentials', 'KubeCloudShared.UseServiceAccountCredentials'],
  },
  {
    setting: 'service-account-private-key-file',
    keys: ['SAController.ServiceAccountKeyFile', 'SAController.ServiceAccountKeyFile'],
  },
  { setting: 'root-ca-file', keys: ['SAController.RootCAFile', 'SAController.RootCAFile'] },
];
