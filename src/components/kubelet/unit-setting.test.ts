import { describe, expect, it } from 'vitest';
import { type GivenKubelet, kubeletFacts } from '../../../test/support/kubelet.ts';
import { addressesDenied } from './unit-setting.ts';

const UNIT = '/usr/lib/systemd/system/kubelet.service';
/** A capture in which the absence of a unit file means something. */
const DIRECTORIES = [
  '/etc/systemd/system.control',
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
];
const START = '[Service]\nExecStart=/usr/bin/kubelet\n';

async function denied(given: GivenKubelet) {
  return addressesDenied(await kubeletFacts({ directories: DIRECTORIES, ...given }));
}

describe('IPAddressDeny of the kubelet', () => {
  it.each<[string, GivenKubelet['files'], readonly string[]]>([
    ['is empty by default', { [UNIT]: START }, []],
    ['is read from the unit', { [UNIT]: `${START}IPAddressDeny=any\n` }, ['any']],
    ['is not read from another section', { [UNIT]: `${START}[Unit]\nIPAddressDeny=any\n` }, []],
    [
      'adds up',
      { [UNIT]: `${START}IPAddressDeny=10.0.0.0/8\nIPAddressDeny=any localhost\n` },
      ['10.0.0.0/8', 'any', 'localhost'],
    ],
    ['is reset by an empty value', { [UNIT]: `${START}IPAddressDeny=any\nIPAddressDeny=\n` }, []],
    [
      'is any when it names both families',
      { [UNIT]: `${START}IPAddressDeny=0.0.0.0/0 ::/0\n` },
      ['any', '0.0.0.0/0', '::/0'],
    ],
    [
      'is read from a drop-in',
      { [UNIT]: START, '/etc/systemd/system/kubelet.service.d/10.conf': '[Service]\nIPAddressDeny=any\n' },
      ['any'],
    ],
    [
      'is read in the order of the names, wherever drop-ins lie',
      {
        [UNIT]: START,
        '/etc/systemd/system/kubelet.service.d/10.conf': '[Service]\nIPAddressDeny=any\n',
        '/usr/lib/systemd/system/kubelet.service.d/20.conf': '[Service]\nIPAddressDeny=\n',
      },
      [],
    ],
    [
      'is read from the stronger of two of one name',
      {
        [UNIT]: START,
        '/etc/systemd/system/kubelet.service.d/10.conf': '[Service]\n',
        '/usr/lib/systemd/system/kubelet.service.d/10.conf': '[Service]\nIPAddressDeny=any\n',
      },
      [],
    ],
    [
      'is read from the stronger of two units',
      { [UNIT]: `${START}IPAddressDeny=any\n`, '/etc/systemd/system/kubelet.service': START },
      [],
    ],
    [
      'is read from what systemctl set-property writes',
      {
        [UNIT]: START,
        '/etc/systemd/system.control/kubelet.service.d/50-IPAddressDeny.conf':
          '[Service]\nIPAddressDeny=any\n',
      },
      ['any'],
    ],
  ])('%s', async (_name, files = {}, value) => {
    const setting = await denied({ files });

    expect(setting.value).toEqual(value);
    expect(setting.undecided).toBeUndefined();
  });

  it('quotes where it stands', async () => {
    const setting = await denied({ files: { [UNIT]: `${START}IPAddressDeny=any\n` } });

    expect(setting.origin).toEqual({ kind: 'file', path: UNIT, line: 3 });
  });

  it.each<[string, GivenKubelet, string]>([
    ['without a unit', {}, 'No kubelet.service was found'],
    [
      'where a directory was not captured',
      { directories: [], files: { [UNIT]: START } },
      'not part of the capture',
    ],
    ['where a file changed after the start', { files: { [UNIT]: START }, changed: [UNIT] }, 'changed at'],
  ])('is not known %s', async (_name, given, reason) => {
    const setting = await denied(given);

    expect(setting.undecided).toEqual({ status: 'unknown', reason: expect.stringContaining(reason) });
  });

  it('is not known of a kubelet inside another program', async () => {
    const facts = { ...(await kubeletFacts({})), inside: 'k3s' };

    const setting = addressesDenied(facts);

    expect(setting.undecided?.reason).toContain('inside k3s');
  });
});
