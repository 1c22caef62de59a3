/** What the barcode of a driver's licence or ID card says, in our words; absent where the card does not say it. */
export type AamvaCard = {
  readonly documentType: 'driver-licence' | 'id-card';
  /** Issuer identification number, six digits, and the jurisdiction it is assigned to. */
  readonly issuerNumber: string;
  readonly issuer: string | undefined;
  /** Version of the AAMVA standard that the payload claims, 1 to 99. */
  readonly version: number;
  readonly familyName: string | undefined;
  readonly givenName: string | undefined;
  readonly middleName: string | undefined;
  readonly suffix: string | undefined;
  readonly documentNumber: string | undefined;
  /** Calendar dates, `YYYY-MM-DD`. */
  readonly birthDate: string | undefined;
  readonly expiryDate: string | undefined;
  /** Whether the card says, in the place of an expiry date, that there is none. */
  readonly neverExpires: boolean;
  readonly issueDate: string | undefined;
  readonly address: {
    readonly street: string | undefined;
    readonly street2: string | undefined;
    readonly city: string | undefined;
    readonly region: string | undefined;
    /** `12345`, `12345-6789` or a Canadian code with its space. */
    readonly postalCode: string | undefined;
  };
  readonly sex: 'female' | 'male' | 'unspecified' | undefined;
  readonly eyes: string | undefined;
  readonly height: string | undefined;
  readonly documentDiscriminator: string | undefined;
  readonly inventoryControlNumber: string | undefined;
  /** Whether the card says that it shortened a name: D.12.5.1, DDE, DDF, DDG. */
  readonly truncated: {
    readonly familyName: Truncation;
    readonly givenName: Truncation;
    readonly middleName: Truncation;
  };
  readonly realId: boolean | undefined;
};

export type Truncation = 'yes' | 'no' | 'unknown';

/** One subfile with its elements in their order, exactly as written. */
export type Subfile = {
  readonly type: string;
  readonly elements: readonly (readonly [id: string, value: string])[];
};

/** Something odd that did not stop the reading. */
export type Anomaly =
  | 'bytes_before_header'
  | 'no_compliance_indicator'
  | 'version_unknown'
  | 'directory_unreadable'
  | 'directory_disagrees'
  | 'issuer_unknown'
  | 'date_unreadable'
  | 'element_repeated'
  | 'text_without_element';

export type AamvaPayload = {
  readonly card: AamvaCard;
  readonly subfiles: readonly Subfile[];
  /** Elements that this parser gives no meaning to, by id. */
  readonly unknown: Readonly<Record<string, string>>;
  readonly anomalies: readonly Anomaly[];
  readonly raw: Uint8Array;
};
