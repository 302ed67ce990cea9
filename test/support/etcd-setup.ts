import { ETCD_VERSIONS, type EtcdVersion, findEtcd } from '../../src/cli/demo/binary.ts';

/** Brings every real etcd that the tests run before the first of them starts: building one takes longer than a test may. */
export default async function bringEtcd(): Promise<void> {
  for (const version of Object.keys(ETCD_VERSIONS) as EtcdVersion[]) {
    await findEtcd(version, (message) => process.stderr.write(`${message}\n`));
  }
}
