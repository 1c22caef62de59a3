import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { releasePlaintext, resumeReply } from './consent.ts';
import { signedFactsSchema } from './facts.ts';
import { operationTable } from './operation-table.ts';
import { evidenceAttributes } from './person.ts';
import { problemSchema } from './problem.ts';
import { replyPlaintext, requestPlaintext, stepInputs, stepOutcomes } from './proofing-wire.ts';
import { relayReplySchema, relayRequestSchema, relayStatementSchema } from './relay-wire.ts';
import { registrySchema } from './registry.ts';

/** Every message that crosses between two processes. */
const messages: [string, v.GenericSchema][] = [
  ...Object.entries(operationTable).flatMap(
    ([name, { input, reply }]): [string, v.GenericSchema][] => [
      [`${name}, asked`, input],
      [`${name}, answered`, reply],
    ],
  ),
  ...Object.entries(stepInputs).map(([step, one]): [string, v.GenericSchema] => [
    `${step}, asked`,
    one,
  ]),
  ...Object.entries(stepOutcomes).map(([step, one]): [string, v.GenericSchema] => [
    `${step}, answered`,
    one,
  ]),
  ['a sealed request', requestPlaintext],
  ['a sealed reply', replyPlaintext],
  ['the statement of the bff', relayStatementSchema],
  ['a relayed request', relayRequestSchema],
  ['a relayed reply', relayReplySchema],
  ['signed facts', signedFactsSchema],
  ['a release', releasePlaintext],
  ['where to go on', resumeReply],
  ['a problem', problemSchema],
  ['the registry', registrySchema],
];

type Node = {
  readonly type?: string;
  readonly wrapped?: Node;
  readonly item?: Node;
  readonly rest?: Node;
  readonly entries?: Record<string, Node>;
  readonly options?: readonly (Node | string)[];
};

/** The schemas that a schema is made of, each with the names that lead to it. */
function within(node: Node, path: string): { path: string; type: string | undefined }[] {
  const inner: [string, Node | undefined][] = [
    ['', node.wrapped],
    ['[]', node.item],
    ['.*', node.rest],
    ...Object.entries(node.entries ?? {}).map(([name, one]): [string, Node] => [`.${name}`, one]),
    ...(node.options ?? []).flatMap((one): [string, Node][] =>
      typeof one === 'object' ? [['', one]] : [],
    ),
  ];
  return [
    { path, type: node.type },
    ...inner.flatMap(([name, one]) => (one === undefined ? [] : within(one, path + name))),
  ];
}

/** Where a field that is not known is let through, and why. */
const exceptions = [
  // Keys: JOSE reads what it needs of them and nothing else.
  /^(issue|top-up), asked\.holderKeys\[\] loose_object$/,
  /^the registry(\.proofing|\.bff|\.printer|\.agencies\[\])\.\w+Key loose_object$/,
  /^the registry\.agencies\[\]\.jwks\.keys\[\] loose_object$/,
  // Texts of the registry, one per language, each of them bounded.
  /^the registry\.agencies\[\]\.(name|attributes\[\]\.(purpose|retention)) object_with_rest$/,
  // WebAuthn's own messages, which the WebAuthn library checks.
  /^(begin|finish)Passkey(SignIn|Only|Unlock)?, (asked\.response|answered\.options) record$/,
  // What an agency asks for by name, in its own words: members that are not understood are ignored (OpenID Connect Core §5.5).
  /^readInteraction, answered\.byName record$/,
];

test('a field that is not known is refused, but where it is written here why not (WEB-3)', () => {
  const loose = messages
    .flatMap(([name, schema]) => within(schema as Node, name))
    .filter(({ type = '' }) => /object|record|any/.test(type) && type !== 'strict_object')
    .map(({ path, type }) => `${path} ${type}`);
  expect(loose.filter((one) => !exceptions.some((exception) => exception.test(one)))).toEqual([]);
  for (const exception of exceptions) expect(loose.some((one) => exception.test(one))).toBe(true);
});

test('the walk reaches what lies deep: photographs, a retake, an agency’s purpose', () => {
  const paths = messages
    .flatMap(([name, schema]) => within(schema as Node, name))
    .map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'examine-document, asked.front',
      'examine-document, answered.retakes[].reason',
      'the registry.agencies[].attributes[].purpose.en',
      'writeRecord, asked.record.sealed',
    ]),
  );
});

describe('what the browser knows of a person has bounds (WEB-3)', () => {
  const whole = {
    givenName: 'Quillonette',
    familyName: 'Ravensworth',
    birthDate: '1981-03-09',
    address: {
      street: '77 Marrowbone Terrace',
      city: 'Eastlumen',
      region: 'OH',
      postalCode: '00417',
    },
    documentNumber: 'RV7712345',
    jurisdiction: 'OH',
    expiryDate: '2031-03-09',
  };
  const address = (changes: object) => ({ address: { ...whole.address, ...changes } });

  // prettier-ignore
  test.each<[string, object]>([
    ['as it is',                      {}],
    ['with what not everyone has',    { middleName: 'Besarion', suffix: 'Jr.' }],
    ['with a name of 60 letters',     { givenName: 'é'.repeat(60) }],
    ['with a name of one letter',     { familyName: 'O' }],
    ['with a name of another script', { familyName: '山田' }],
    ['with a rare character',         { familyName: '𠮷野' }],
    ['with a long postal code',       address({ postalCode: '00417-1234' })],
    ['with a second line',            address({ street2: 'Loft 9' })],
  ])('taken %s', (_what, changes) => {
    expect(v.is(evidenceAttributes, { ...whole, ...changes })).toBe(true);
  });

  // prettier-ignore
  test.each<[string, object]>([
    ['with a name of 61 letters',     { givenName: 'e'.repeat(61) }],
    ['with an empty name',            { givenName: '' }],
    ['with a name of spaces',         { givenName: '   ' }],
    ['with half a character',         { givenName: 'Quillon\uD83E' }],
    ['with the other half',           { familyName: '\uDDADRavensworth' }],
    ['with a line break in a name',   { givenName: 'Quillo\nnette' }],
    ['with a zero byte',              { familyName: 'Ravens\0worth' }],
    ['with an escape character',      { familyName: 'Ravens\u001Bworth' }],
    ['with a number for a name',      { givenName: 7 }],
    ['with a day that is none',       { birthDate: '1981-13-09' }],
    ['with a date and a time',        { birthDate: '1981-03-09T00:00:00Z' }],
    ['with a state in small letters', { jurisdiction: 'oh' }],
    ['with a state of three letters', address({ region: 'OHI' })],
    ['with four digits of a postal code', address({ postalCode: '0041' })],
    ['with a postal code and a line break', address({ postalCode: '00417\n' })],
    ['with a street that is too long', address({ street: 'x'.repeat(101) })],
    ['with an SSN, which is not on it', { ssn: '900456712' }],
    ['with a country in the address', address({ country: 'US' })],
  ])('refused %s', (_what, changes) => {
    expect(v.is(evidenceAttributes, { ...whole, ...changes })).toBe(false);
  });
});
