import { expect, test } from 'vitest';
import { clientOf } from './client-of.ts';

const mozilla = 'Mozilla/5.0';
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

// prettier-ignore
test.each([
  [`${mozilla} (X11; Linux x86_64) ${webkit} Chrome/156.0.7000.1 Safari/537.36`, 'Chrome', 156, 'computer'],
  [`${mozilla} (Windows NT 10.0) ${webkit} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.1.2`, 'Edge', 156, 'computer'],
  [`${mozilla} (Windows NT 10.0; rv:153.0) Gecko/20100101 Firefox/153.0`, 'Firefox', 153, 'computer'],
  [`${mozilla} (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1`, 'Safari', 26, 'phone'],
  [`${mozilla} (iPad; CPU OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1`, 'Chrome', 156, 'tablet'],
  [`${mozilla} (Linux; Android 16; Pixel) ${webkit} Chrome/156.0.0.0 Mobile Safari/537.36`, 'Chrome', 156, 'phone'],
  [`${mozilla} (Linux; Android 16; Tab) ${webkit} Chrome/156.0.0.0 Safari/537.36`, 'Chrome', 156, 'tablet'],
  [`${mozilla} (X11) ${webkit} Chrome/150.0 Safari/537.36 OPR/130.0`, 'Opera', 130, 'computer'],
  ['curl/8', 'other', null, 'computer'],
  ['', 'other', null, 'computer'],
])('of a User-Agent a name, a number and a sort of device are kept: %s (AUTH-13)', (text, browser, version, device) => {
  expect(clientOf(text)).toEqual({ browser, version, device });
});

test('a long or hostile one is no trouble', () => {
  const begun = performance.now();
  expect(clientOf('Version/1 '.repeat(100_000)).browser).toBe('other');
  expect(performance.now() - begun).toBeLessThan(100);
});
