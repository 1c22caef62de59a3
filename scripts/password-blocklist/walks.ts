/** What the fingers write by themselves. Each lane is walked from every key, in both directions, 15 to 20 keys far. */
const lanes: readonly string[] = [
  // Rows of the US, German and French keyboards, one after the other.
  '1234567890qwertyuiopasdfghjklzxcvbnm',
  'qwertyuiopasdfghjklzxcvbnm1234567890',
  'qwertyuiop[]asdfghjkl;zxcvbnm,./',
  'zxcvbnmasdfghjklqwertyuiop1234567890',
  'asdfghjklqwertyuiopzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm1234567890',
  'azertyuiopqsdfghjklmwxcvbn1234567890',
  '!@#$%^&*()qwertyuiop',
  '1234567890!@#$%^&*()',
  '1234567890!"§$%&/()=',
  // Columns: down, up, and down one and up the next.
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'zaq1xsw2cde3vfr4bgt5nhy6mju7ki8lo9p0',
  'zaq12wsxcde34rfvbgt56yhnmju78ik,',
  '1qazxsw23edcvfr45tgbnhy67ujm',
  'qazwsxedcrfvtgbyhnujmikolp',
  'zaqxswcdevfrbgtnhymjukilop',
  'qazxswedcvfrtgbnhyujm',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'aqswdefrgthyjukilo;p',
  'qawsedrftgyhujikolp',
  'azsxdcfvgbhnjmk,l.',
  'qwaszxqweasdzxcqwertasdfgzxcvb',
  'qweasdzxcrtyfghvbnuiojklm',
  'qwerasdfzxcvqwerasdfzxcv',
  'qwe123asd456zxc789qwe123',
  '147258369147258369147258',
  '741852963741852963741852',
  '159357159357159357159357',
  '159753159753159753159753',
  // What follows what.
  'abcdefghijklmnopqrstuvwxyz',
  'abcdefghijklmnopqrstuvwxyz1234567890',
  '1234567890abcdefghijklmnopqrstuvwxyz',
  '12345678901234567890123456789012345678901234567890',
  '01234567890123456789012345678901234567890123456789',
  '123456789123456789123456789123456789',
  '12345678912345678910111213141516171819202122232425',
  '123456789012345678909876543210987654321',
  '1234567890987654321234567890987654321',
  '12345678987654321234567898765432123456789',
  '1234567654321234567654321234567',
  '24681012141618202224262830',
  '13579111315171921232527293133',
  '02468024680246802468024680',
  '13579135791357913579135791',
  'a1b2c3d4e5f6g7h8i9j0k1l2m3n4',
  '1a2b3c4d5e6f7g8h9i0j1k2l3m4n',
  'abc123def456ghi789jkl012mno345',
  'abcd1234efgh5678ijkl9012mnop3456',
  'abcdabcdabcd1234123412341234',
  'aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvvwwxxyyzz',
  'aaabbbcccdddeeefffggghhhiiijjjkkklllmmmnnnooopppqqqrrrssstttuuuvvvwwwxxxyyyzzz',
  '11223344556677889900112233445566778899',
  '00112233445566778899001122334455667788',
  '111222333444555666777888999000111222333',
  '000111222333444555666777888999',
  '1111222233334444555566667777888899990000',
  'qqwweerrttyyuuiiooppaassddffgghhjjkkllzzxxccvvbbnnmm',
  'qqqwwweeerrrtttyyyuuuiiiooopppaaasssdddfffggghhhjjjkkklllzzzxxxcccvvvbbbnnnmmm',
  // Numbers that people know.
  '3141592653589793238462643383279502884197',
  '2718281828459045235360287471352662497757',
  '1414213562373095048801688724209698078569',
  '1618033988749894848204586834365638117720',
  '1123581321345589144233377610987',
  '2357111317192329313741434753596167717379',
  '1248163264128256512102420484096',
];

const shortest = 15;
const longest = 20;

export function* walks(): Generator<string> {
  for (const lane of lanes.flatMap((one) => [one, [...one].reverse().join('')])) {
    const keys = [...lane];
    for (let from = 0; from + shortest <= keys.length; from += 1)
      for (let to = from + shortest; to <= Math.min(from + longest, keys.length); to += 1)
        yield keys.slice(from, to).join('');
  }
}
