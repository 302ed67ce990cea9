import { parse, stringify } from 'yaml';
import type { Node } from '../node.ts';
import { untilServed } from './node-kubelet.ts';
import type { NodeTrial } from './node-trial.ts';

/** A kubeconfig on the node, as the kube-proxy of other installers has one. */
export const PROXY_KUBECONFIG = '/etc/kubernetes/kube-proxy.conf';

interface ConfigMap {
  data: Record<string, string>;
}

/** Changes the configuration file in kube-proxy's ConfigMap; what comes back is what it held. */
async function changeConfig(node: Node, change: object): Promise<ConfigMap['data']> {
  const { data }: ConfigMap = JSON.parse(
    await node.must([...OF_PROXY, 'get', 'configmap', 'kube-proxy', '-o=json']),
  );
  const text = stringify({ ...parse(data['config.conf'] ?? ''), ...change });
  await setConfig(node, { ...data, 'config.conf': text });
  return data;
}

const OF_PROXY = ['kubectl', '--namespace=kube-system'];

async function setConfig(node: Node, data: ConfigMap['data']): Promise<void> {
  const merge = `--patch=${JSON.stringify({ data })}`;
  await node.must([...OF_PROXY, 'patch', 'configmap', 'kube-proxy', '--type=merge', merge]);
}

/** Its DaemonSet makes another Pod, which reads all anew. */
async function restartProxy(node: Node): Promise<void> {
  const { pid } = node.process('kube-proxy');
  await node.must([
    ...OF_PROXY,
    'delete',
    'pod',
    '--selector=k8s-app=kube-proxy',
    '--wait=false',
    '--grace-period=1',
  ]);
  await node.waitForNewProcess('kube-proxy', pid);
  await untilServed(node, 10_249);
}

/** Makes kube-proxy take its kubeconfig from a file of the node. */
export async function useFileOfNode(node: Node): Promise<void> {
  const data = await changeConfig(node, { clientConnection: { kubeconfig: PROXY_KUBECONFIG } });
  await node.must(['tee', PROXY_KUBECONFIG], { input: data['kubeconfig.conf'] ?? '' });
  await node.must(['chmod', '600', PROXY_KUBECONFIG]);
  const { pid } = node.process('kube-proxy');
  const mount = { name: 'of-node', mountPath: PROXY_KUBECONFIG };
  const volume = { name: 'of-node', hostPath: { path: PROXY_KUBECONFIG, type: 'File' } };
  const spec = { containers: [{ name: 'kube-proxy', volumeMounts: [mount] }], volumes: [volume] };
  const patch = `--patch=${JSON.stringify({ spec: { template: { spec } } })}`;
  await node.must([...OF_PROXY, 'patch', 'daemonset', 'kube-proxy', patch]);
  await node.waitForNewProcess('kube-proxy', pid);
}

function metricsAddress(address: string): NodeTrial {
  return {
    rule: 'kube-proxy-metrics-bind-address',
    what: address,
    break: async (node) => {
      const data = await changeConfig(node, { metricsBindAddress: address });
      await restartProxy(node);
      return async () => {
        await setConfig(node, data);
        await restartProxy(node);
      };
    },
  };
}

export const PROXY_TRIALS: readonly NodeTrial[] = [
  metricsAddress('0.0.0.0:10249'),
  metricsAddress('[::]:10249'),
];
