// prettier-ignore
const labels: Readonly<Record<string, string>> = {
  sub:                    'Identifier',
  given_name:             'Given name',
  family_name:            'Family name',
  name:                   'Full name',
  birthdate:              'Date of birth',
  address:                'Address',
  formatted:              'As one text',
  street_address:         'Street',
  locality:               'City',
  region:                 'State',
  postal_code:            'ZIP code',
  country:                'Country',
  social_security_number: 'Social Security number',
  phone:                  'Telephone',
  phone_verified:         'Telephone confirmed',
  phone_number:           'Telephone, by its standard name',
  phone_number_verified:  'Telephone confirmed, by its standard name',
  verified_claims:        'Verified claims',
  email:                  'E-mail',
  email_verified:         'E-mail confirmed',
  all_emails:             'All e-mail addresses',
  level:                  'Level of assurance',
  pathway:                'How it was proved',
  verified_at:            'Verified on',
  evidence:               'Proved with',
  age_over_18:            '18 or older',
  age_over_21:            '21 or older',
  region_of_residence:    'State of residence',
  iss:                    'Issued by',
  aud:                    'Issued to',
  exp:                    'Valid until',
  iat:                    'Issued at',
  auth_time:              'Signed in at',
  acr:                    'Service level',
  amr:                    'Signed in with',
  nonce:                  'Nonce',
};

/** A claim we did not expect is shown under its own name. */
export function claimLabel(claim: string): string {
  return labels[claim] ?? claim;
}
