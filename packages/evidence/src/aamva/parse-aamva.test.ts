import { describe, expect, test } from 'vitest';
import { checkConsistency } from './consistency.ts';
import { type CardToEncode, encodeAamva } from './encode-aamva.ts';
import { iinByJurisdiction } from './issuers.ts';
import { parseAamva } from './parse-aamva.ts';

/** Mulberry32: the same cards in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = seeded(7);
const pick = <Item>(items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;
const jurisdictions = Object.keys(iinByJurisdiction).filter(
  (code) => !/^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)$/.test(code),
);

function anyCard(): CardToEncode {
  const jurisdiction = pick(jurisdictions);
  const day = () => String(1 + Math.floor(random() * 28)).padStart(2, '0');
  const middleName = pick([undefined, 'OF THE HILL', "D'ARCY", 'Q']);
  const suffix = pick([undefined, 'JR', 'III']);
  const street2 = pick([undefined, 'APT 4']);
  return {
    jurisdiction,
    documentType: pick(['driver-licence', 'id-card']),
    familyName: pick(["O'HAPPENSTANCE", 'VAN DER PLUIMER', 'LI', 'NUÑEZ-ARCE']),
    givenName: pick(['MARY ANN', 'XI', 'BARTHOLOMEUS', 'JOSÉ']),
    ...(middleName === undefined ? {} : { middleName }),
    ...(suffix === undefined ? {} : { suffix }),
    documentNumber: pick(['A1', '000-111-222', 'Z99999999999']),
    birthDate: `19${40 + Math.floor(random() * 60)}-0${1 + Math.floor(random() * 9)}-${day()}`,
    issueDate: `2023-1${Math.floor(random() * 3)}-${day()}`,
    expiryDate: `2031-1${Math.floor(random() * 3)}-${day()}`,
    address: {
      street: pick(['1 WAY', '12345 1/2 NORTH-BY-WEST AVE']),
      ...(street2 === undefined ? {} : { street2 }),
      city: pick(['ELSEWHERE', 'ST. NOWHERE']),
      region: jurisdiction,
      postalCode: pick(['01234', '98765-4321']),
    },
    sex: pick(['F', 'M', 'X']),
    eyes: 'BRO',
    heightInches: 68,
    documentDiscriminator: 'D7',
  };
}

describe('a payload that we write', () => {
  test('reads back as it was written, 300 cards over', () => {
    for (let count = 0; count < 300; count += 1) {
      const card = anyCard();
      const parsed = parseAamva(encodeAamva(card));
      if (!parsed.ok) throw new Error('not read');
      expect(parsed.value.card).toMatchObject({
        documentType: card.documentType,
        issuer: card.jurisdiction,
        version: 10,
        familyName: card.familyName,
        givenName: card.givenName,
        documentNumber: card.documentNumber,
        birthDate: card.birthDate,
        issueDate: card.issueDate,
        expiryDate: card.expiryDate,
        address: { ...card.address },
      });
      expect(parsed.value.card.middleName).toBe(card.middleName);
      expect(parsed.value.card.suffix).toBe(card.suffix);
      expect(parsed.value.anomalies).toEqual([]);
      expect(checkConsistency(parsed.value).result).toBe('consistent');
    }
  });

  test('has a directory whose offset and length are right (D.12.4)', () => {
    const text = encodeAamva(anyCard());
    const [, type = '', offset = '', length = ''] =
      /^@\n\u001e\rANSI \d{10}01(DL|ID)(\d{4})(\d{4})/.exec(text) ?? [];
    expect(text.slice(Number(offset))).toHaveLength(Number(length));
    expect(text.startsWith(type, Number(offset))).toBe(true);
  });
});

describe('odd payloads', () => {
  test('2,000 mutated payloads are read or refused, and never throw', () => {
    for (let count = 0; count < 2_000; count += 1) {
      const bytes = new TextEncoder().encode(encodeAamva(anyCard()));
      for (let change = 0; change < 1 + random() * 12; change += 1) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      const cut = random() < 0.3 ? bytes.slice(0, Math.floor(random() * bytes.length)) : bytes;
      expect(() => {
        const parsed = parseAamva(cut);
        if (parsed.ok) checkConsistency(parsed.value);
        // From a worker to its page.
        structuredClone(parsed);
      }).not.toThrow();
    }
  });

  test.each([
    '',
    'hello',
    'ANSI',
    '@\n\u001e\rANSI 63602',
    '\u0000'.repeat(10_000),
    'AAMVA'.repeat(50_000),
  ])('what is no card is refused (%#)', (text) =>
    expect(parseAamva(text)).toEqual({ ok: false, error: { type: 'not_aamva' } }),
  );

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'a sex called %s is none, and the card can go from a worker to its page',
    (word) => {
      const parsed = parseAamva(encodeAamva(anyCard()).replace(/DBC[^\n]*/, `DBC${word}`));
      if (!parsed.ok) throw new Error('not read');
      expect(structuredClone(parsed.value).card.sex).toBeUndefined();
    },
  );

  test('private subfiles and elements without a meaning are kept as they are', () => {
    const text = encodeAamva(anyCard()).replace(/\r$/, '\nQQQodd value\rZVZVAprivate\r');
    const parsed = parseAamva(text);
    if (!parsed.ok) throw new Error('not read');
    expect(parsed.value.unknown['QQQ']).toBe('odd value');
    expect(parsed.value.subfiles.at(-1)).toEqual({ type: 'ZV', elements: [['ZVA', 'private']] });
    expect(parsed.value.raw).toEqual(new TextEncoder().encode(text));
  });
});

describe('consistency says what does not fit, and never that a card is authentic', () => {
  const card = {
    ...anyCard(),
    birthDate: '1980-02-02',
    issueDate: '2023-01-01',
    expiryDate: '2031-02-02',
  };
  const flagged = (text: string) => {
    const parsed = parseAamva(text);
    if (!parsed.ok) throw new Error('not read');
    const { result, findings } = checkConsistency(parsed.value);
    return {
      result,
      flags: findings.filter((one) => one.result === 'flag').map((one) => one.check),
    };
  };

  test('an issuer of another state', () => {
    const other = card.jurisdiction === 'UT' ? 'OH' : 'UT';
    expect(
      flagged(encodeAamva({ ...card, address: { ...card.address, region: other } })),
    ).toMatchObject({ result: 'inconsistent', flags: ['issuer-is-the-region'] });
  });

  test.each(['AA', 'AE', 'AP'])('but a military address is of no state: %s', (region) => {
    const address = { ...card.address, region };
    expect(flagged(encodeAamva({ ...card, address }))).toEqual({ result: 'consistent', flags: [] });
  });

  test('issued before birth', () => {
    expect(flagged(encodeAamva({ ...card, issueDate: '1979-01-01' })).result).toBe('inconsistent');
  });

  test('a licence that was issued to a child; an ID card may be', () => {
    const ofChild = { ...card, birthDate: '2015-01-01' };
    expect(flagged(encodeAamva({ ...ofChild, documentType: 'driver-licence' })).flags).toContain(
      'old-enough-at-issue',
    );
    expect(flagged(encodeAamva({ ...ofChild, documentType: 'id-card' })).result).toBe('consistent');
  });

  test('without a family name', () => {
    expect(flagged(encodeAamva(card).replace(/DCS[^\n]+\n/, '')).flags).toContain(
      'mandatory-elements',
    );
  });
});
