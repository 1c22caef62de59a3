import { iinByJurisdiction } from './issuers.ts';

export type CardToEncode = {
  readonly jurisdiction: string;
  readonly documentType?: 'driver-licence' | 'id-card';
  readonly familyName: string;
  readonly givenName: string;
  readonly middleName?: string;
  readonly suffix?: string;
  readonly documentNumber: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly issueDate: string;
  readonly expiryDate: string;
  readonly address: {
    readonly street: string;
    readonly street2?: string;
    readonly city: string;
    readonly region: string;
    readonly postalCode: string;
  };
  readonly sex: 'F' | 'M' | 'X';
  readonly eyes: string;
  readonly heightInches: number;
  readonly documentDiscriminator: string;
};

/**
 * Writes a version 10 payload (AAMVA DL/ID Card Design Standard 2020, Annex D.12) with a directory whose offsets and
 * lengths are right: compliance indicator, separators, header, one subfile. For tests and for the personas' sample cards.
 */
export function encodeAamva(card: CardToEncode): string {
  const type = card.documentType === 'id-card' ? 'ID' : 'DL';
  const subfile = `${type}${elementsOf(card, type).join('\n')}\r`;
  const opening = `@\n\u001e\rANSI ${iinByJurisdiction[card.jurisdiction] ?? '636000'}100001`;
  const offset = opening.length + 10;
  const digits = (value: number) => String(value).padStart(4, '0');
  return `${opening}${type}${digits(offset)}${digits(subfile.length)}${subfile}`;
}

function elementsOf(card: CardToEncode, type: 'DL' | 'ID'): string[] {
  const upper = (text: string | undefined) => text?.toUpperCase() ?? 'NONE';
  const zip = card.address.postalCode.replaceAll('-', '').padEnd(9, '0');
  return [
    ...(type === 'DL' ? ['DCAD', 'DCBNONE', 'DCDNONE'] : []),
    `DBA${american(card.expiryDate)}`,
    `DCS${upper(card.familyName)}`,
    `DAC${upper(card.givenName)}`,
    `DAD${upper(card.middleName)}`,
    `DBD${american(card.issueDate)}`,
    `DBB${american(card.birthDate)}`,
    `DBC${{ M: '1', F: '2', X: '9' }[card.sex]}`,
    `DAY${card.eyes}`,
    `DAU${String(card.heightInches).padStart(3, '0')} IN`,
    `DAG${upper(card.address.street)}`,
    ...(card.address.street2 === undefined ? [] : [`DAH${upper(card.address.street2)}`]),
    `DAI${upper(card.address.city)}`,
    `DAJ${card.address.region}`,
    `DAK${zip}  `,
    `DAQ${card.documentNumber}`,
    `DCF${card.documentDiscriminator}`,
    'DCGUSA',
    'DDEN',
    'DDFN',
    'DDGN',
    ...(card.suffix === undefined ? [] : [`DCU${upper(card.suffix)}`]),
    'DDAF',
    `DDB${american('2023-01-01')}`,
  ];
}

function american(isoDate: string): string {
  const [year = '', month = '', day = ''] = isoDate.split('-');
  return `${month}${day}${year}`;
}
