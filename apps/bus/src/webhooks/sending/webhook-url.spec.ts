import { allowedPlaces } from './allowed-places';
import { urlFault } from './webhook-url';

const places = allowedPlaces(['https://qlvb.noi-bo.vn:8443', 'http://10.0.0.7:8080'], ['10.1.0.0/16']);

it.each([
  'https://qlvb.example.vn/lienthong',
  'https://QLVB.Example.vn/lienthong?system=1',
  'https://qlvb.example.vn:443/',
  'https://xn--bnh-dng-8za.vn/hook',
  'https://113.160.1.1/hook',
  'https://[2405:4800::1]/hook',
  'https://qlvb.noi-bo.vn:8443/hook',
  'http://10.0.0.7:8080/hook',
  'https://10.1.2.3/hook',
])('%s may be sent to, as far as its text says', (url) => expect(urlFault(url, places)).toBeUndefined());

it.each([
  ['not-a-url', ''],
  ['not-a-url', 'qlvb.example.vn'],
  ['not-a-url', 'https://'],
  ['not-a-url', 'https://qlvb.example.vn\\@10.0.0.1/'],
  ['not-a-url', 'https://qlvb.example.vn/\n'],
  ['not-a-url', 'https://qlvb.exa\tmple.vn/'],
  ['not-a-url', 'https://bình-dương.vn/'],
  ['not-a-url', `https://qlvb.example.vn/${'a'.repeat(2_048)}`],
  ['scheme', 'http://qlvb.example.vn/hook'],
  ['scheme', 'http://qlvb.noi-bo.vn:8443/hook'],
  ['scheme', 'ftp://qlvb.example.vn/'],
  ['scheme', 'file:///etc/passwd'],
  ['scheme', 'gopher://127.0.0.1:6379/_'],
  ['user-info', 'https://user:secret@qlvb.example.vn/'],
  ['user-info', 'https://@qlvb.example.vn/'],
  ['user-info', 'https://qlvb.example.vn@10.0.0.1/'],
  ['fragment', 'https://qlvb.example.vn/#x'],
  ['fragment', 'https://qlvb.example.vn/#'],
  ['odd-spelling', 'https://0x7f.0.0.1/'],
  ['odd-spelling', 'https://0177.0.0.1/'],
  ['odd-spelling', 'https://2130706433/'],
  ['odd-spelling', 'https://127.1/'],
  ['odd-spelling', 'https://113.160.257/'],
  ['odd-spelling', 'https://[0:0:0:0:0:0:0:1]/'],
  ['odd-spelling', 'https://qlvb%2eexample.vn/'],
  ['odd-spelling', 'https:///qlvb.example.vn/'],
  ['odd-spelling', 'https:qlvb.example.vn/'],
  ['port', 'https://qlvb.example.vn:8443/'],
  ['port', 'https://qlvb.example.vn:22/'],
  ['port', 'https://qlvb.noi-bo.vn:8444/'],
  ['address', 'https://127.0.0.1/'],
  ['address', 'https://10.0.0.7/'],
  ['address', 'https://169.254.169.254/latest/meta-data'],
  ['address', 'https://[::1]/'],
  ['address', 'https://[::ffff:7f00:1]/'],
] as const)('%s: %s', (fault, url) => expect(urlFault(url, places)).toBe(fault));
