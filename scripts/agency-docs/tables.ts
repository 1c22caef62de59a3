import {
  claimNames,
  claims,
  claimsByScope,
  credential,
  loginGovScopes,
  namesOfClaim,
  type ClaimName,
} from '@signet/contracts/claims';
import { statusList } from '@signet/contracts/credential-status';
import { profileNames, profiles } from '@signet/contracts/policy/profiles';

/** How a claim is written; an example of each. A claim that is added and not described here does not compile. */
// prettier-ignore
const forms: Readonly<Record<ClaimName, readonly [form: string, example: string]>> = {
  given_name:             ['text, in the capitals of the ID',                    '`"QUILLON"`'],
  family_name:            ['text, in the capitals of the ID',                    '`"RAVENSWORTH"`'],
  birthdate:              ['`YYYY-MM-DD`',                                       '`"1981-03-09"`'],
  address:                ['object of OpenID Connect Core §5.1.1; `region` is the postal code of the state, lines are separated by `\\n`', '`{ "street_address": "…", "locality": "…", "region": "OH", "postal_code": "00417", "country": "US", "formatted": "…" }`'],
  social_security_number: ['nine digits with dashes',                            '`"900-45-6712"`'],
  phone:                  ['E.164',                                              '`"+12025550143"`'],
  age_over_18:            ['true or false, as of the day it is shared, UTC; the birth date is not shared', '`true`'],
  age_over_21:            ['true or false, as of the day it is shared, UTC; the birth date is not shared', '`true`'],
  region_of_residence:    ['two letters; the address is not shared',             '`"OH"`'],
  verified_at:            ['seconds since 1970, of the day, UTC',                '`1773100800`'],
  evidence:               ['names of pieces of evidence; in the words of OpenID Identity Assurance in `verified_claims`', '`["state_id", "phone_account"]`'],
  email:                  ['an address that its owner confirmed, and chose for you', '`"quillon@example.test"`'],
  all_emails:             ['every confirmed address that their owner saw when they agreed, in no order', '`["quillon@example.test", "q@example.test"]`'],
};

const generated =
  '<!-- Written by `npm run -s agency-docs` from the code; a test compares. Change the code, not this file. -->';

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ') || 'none';

function attributes(): string {
  const hidden: readonly string[] = credential.disclosable;
  return `${generated}

# What you can ask for

Ask by scope. You get what you ask for *and* have registered *and* the person agrees to; the rest is left out, and recorded at our side.

${table(
  ['Scope', 'Claims'],
  Object.entries<readonly string[]>(claimsByScope).map(([scope, names]) => [
    `\`${scope}\``,
    code(names),
  ]),
)}

## The claims

${table(
  ['Claim', 'Form', 'Example', 'Comes with', 'Proofed', 'In the credential'],
  claimNames.map((name) => {
    const [form, example] = forms[name];
    const where = hidden.includes(name)
      ? 'hidden until shown'
      : claims[name].proofed
        ? 'always visible'
        : 'no';
    return [
      `\`${name}\``,
      form,
      example,
      code(namesOfClaim(name).filter((one) => one !== name)),
      claims[name].proofed ? 'yes' : 'no: confirmed by link',
      where,
    ];
  }),
)}

\`evidence\` has no scope: it is asked for by name. In \`verified_claims\` it is \`verification.evidence\`, and \`verified_at\` is \`verification.time\`: register them with a purpose like any claim, or they are
left out, a condition on them is not met, and both are recorded. \`name\` is made of both names where both are shared; \`phone_number\` is the standard's name of \`phone\`. \`email_verified\`, \`phone_verified\` and \`phone_number_verified\` say of these that they were confirmed: by name, too, they come beside what they say it of, and not alone. What is sealed comes alone. With proofed claims come \`level\` and \`pathway\` ([assurance.md](assurance.md)). \`sub\` comes always. A claim of yours may be missing: the person may refuse an optional one, and somebody
who confirmed their address by letter has no \`phone\`.

## With the profile \`login.gov\`

These scopes come besides. They ask for nothing of the person, so there is nothing to register and nothing to agree to:

${table(
  ['Scope', 'Claims'],
  Object.entries<readonly string[]>(loginGovScopes).map(([scope, names]) => [
    `\`${scope}\``,
    code(names),
  ]),
)}

Instead of \`level\` and \`pathway\` come \`ial\` and \`aal\`, as there, and no \`name\`, \`phone_number\` or \`phone_number_verified\`. \`locale\` is always \`en\`: what language a person reads is not among what they agree to share. Nobody signs in with a smart card here: \`x509_subject\` and \`x509_issuer\` are null, \`x509_presented\` is false.
Where \`acr_values\` asks for a sign-in alone, scopes of proofed claims are left aside. \`profile:verified_at\` stays: \`verified_at\` is null for whoever was not verified, and nobody is sent to proofing for it; nor for \`http://idmanagement.gov/ns/assurance/ial/0\`, which gives what there is.
Without \`prompt\` it is \`select_account\`: whoever is signed in says each time that it is them. \`postal_code\` has five digits, and \`address\` no \`country\`. \`all_emails\` has the addresses that were confirmed when their owner said yes and still are, each time you ask; Login.gov has those that are confirmed at that moment. One that came since comes after a new yes, and with \`prompt=none\` you read \`consent_required\`. A client assertion may come with a slash behind the token endpoint's address in \`aud\`, and without \`jti\`; without one it may live for 20 minutes.
\`verified_within\` is taken of these clients, from 30 days on (\`30d\`, \`8w\`, \`6m\`, \`1y\`; a month has 30 days, a year 365): whoever was verified earlier, and is asked for what was proved, proves it anew first.

## The credential behind them

SD-JWT (RFC 9901), type \`${credential.type}\`, ES256, bound to a key of the person. ${credential.copies} copies are signed at a time, one for each agency; further ones are signed when ${credential.fewCopies} or fewer are unused. No two agencies see the same
signature, key or place in a status list. A status list has ${statusList.size} places of ${statusList.bits} bits and may be kept for ${statusList.ttl} seconds.

| | |
|---|---|
| Hidden until shown | ${code(credential.disclosable)} |
| Always visible | ${code(credential.open)} |
| Age of the holder's signature | at most ${credential.keyBindingMaxAgeSeconds} seconds |

\`account\` is shown to Signet's own server only, never to an agency.
`;
}

function assurance(): string {
  const sections = profileNames.map((name) => {
    const profile = profiles[name];
    return `## \`${name}\`

${table(
  [
    'Pathway (`pathway`)',
    'Level (`level`)',
    'Pieces of evidence',
    "Each piece shown to be the person's own",
    'And',
  ],
  profile.pathways.map((pathway) => [
    `\`${pathway.name}\``,
    `\`${pathway.level}\``,
    pathway.combinations.map((pieces) => pieces.join(' + ')).join(', or '),
    pathway.everyPieceVerified ? 'yes' : 'no',
    pathway.needs
      .map(({ kind, methods }) => `${kind.replaceAll('_', ' ')} (${methods.join(', ')})`)
      .join('; '),
  ]),
)}

${table(
  ['Evidence', 'Class'],
  Object.entries(profile.classes).map(([kind, strength]) => [kind.replaceAll('_', ' '), strength]),
)}

Youngest: ${profile.minimumAge} years. A credential lasts ${profile.credentialDays} days; a fact counts for ${profile.factDays}. Whoever is looked at more closely hears within ${profile.reviewDays} days.
`;
  });
  return `${generated}

# What a level means

**Asking.** \`acr_values\` names a service level; those that this installation reaches stand in \`acr_values_supported\` of its discovery document. What was reached comes back as \`acr\` in the ID token, and never
says more than is so: the name that you asked for, if it is so. A name of how somebody signed in (\`…/aal/2\` and its like) comes back where you ask for no service level beside it. Three names are wishes and never come back: \`verified-facial-match-preferred\`,
\`ial/2?bio=preferred\` and \`ial/0\` are answered by \`verified\` or \`auth-only\`, in the older spelling by \`ial/2\` or \`ial/1\`. If \`acr\` is essential in \`claims\`, what comes back is one of your values; where it cannot be, wishes alone included, the answer is
\`unmet_authentication_requirements\`. A name that is not known, such as one that is misspelt, is left aside and stands in your log ([go-live.md](go-live.md)): compare \`acr\`. A client of the profile \`login.gov\` that names no other gets \`invalid_request\`, as there. Every sign-in has two factors; which ones, \`amr\` says (RFC 8176: \`pwd\`, \`otp\`, \`hwk\`, \`sms\`, \`mfa\`).

**How somebody was proofed** depends on the profile that the installation chose. Signet implements mechanisms of NIST SP 800-63A and claims no conformance; whether a level satisfies your rules is for your assessment. The
words below are those of \`packages/contracts/src/policy/\`, which also decide.

${sections.join('\n')}`;
}

/** File by file, what the code says. */
export const agencyTables: Readonly<Record<string, () => string>> = {
  'docs/agencies/attributes.md': attributes,
  'docs/agencies/assurance.md': assurance,
};
