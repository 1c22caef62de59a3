import * as v from 'valibot';
import { opaqueMessageLimit } from './opaque.ts';
import { base64url } from './text.ts';

/**
 * RFC 9106 §4, second recommended option: what a password costs to guess at the very least (VAULT-5). Memory in KiB, iterations in
 * passes, parallelism in lanes.
 */
export const stretchingFloor = { memory: 65_536, iterations: 3, parallelism: 4 } as const;

/** With more than this a server could make a telephone work for minutes, or until its memory ends. */
export const stretchingCeiling = { memory: 262_144, iterations: 10 } as const;

/**
 * Argon2id's parameters as the bff keeps them for an account. What is under the floor is no parameter at all, so that neither a stored
 * row nor an answer can lower it. More lanes would be neither more nor less work, so they stay.
 */
export const stretchingSchema = v.strictObject({
  memory: between(stretchingFloor.memory, stretchingCeiling.memory),
  iterations: between(stretchingFloor.iterations, stretchingCeiling.iterations),
  parallelism: v.literal(stretchingFloor.parallelism),
});
export type KeyStretching = v.InferOutput<typeof stretchingSchema>;

/**
 * What releases have stretched new passwords with, oldest first. Whoever raises the cost adds a line, and those who have a password go on
 * signing in with their own. Nobody may choose another: a cost of one's own would be a mark to know an account by (AUTH-2).
 */
export const stretchingOfReleases: readonly [KeyStretching, ...KeyStretching[]] = [
  { ...stretchingFloor },
];
export const stretchingOfNewPasswords = stretchingOfReleases.at(-1) ?? stretchingOfReleases[0];

/** What the bff seals of a beginning to itself, and gets back with the record that was made of its answer. */
const begunSchema = v.pipe(v.string(), v.maxLength(256), v.regex(/^[\w-]+\.[\w-]+$/));

/** OPAQUE's registration response (RFC 9807 §5). */
export const registrationBegun = {
  registrationResponse: base64url(opaqueMessageLimit),
  begun: begunSchema,
};

/** OPAQUE's registration record (RFC 9807 §5), and what its password was stretched with. */
export const passwordRegistrationSchema = v.strictObject({
  record: base64url(opaqueMessageLimit),
  begun: begunSchema,
  stretching: v.pipe(
    stretchingSchema,
    v.check(({ memory, iterations }) =>
      stretchingOfReleases.some((one) => one.memory === memory && one.iterations === iterations),
    ),
  ),
});
export type PasswordRegistration = v.InferOutput<typeof passwordRegistrationSchema>;

function between(least: number, most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}
