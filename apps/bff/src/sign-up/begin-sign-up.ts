import type { signUpOperations } from '@signet/contracts/sign-up';
import { accountOf, emailIndex, sealEmail } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import { signUps } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newId, newToken } from '../keys/new-id.ts';
import { countEach } from '../limits/count-each.ts';
import { useEach } from '../limits/use-each.ts';
import { writtenToIn } from '../mail/language-of.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { keepForNewcomer } from '../oidc/keep-for-newcomer.ts';

const linkLivesMs = 24 * 60 * 60_000;

/** AUTH-2: an address with an account is answered like one without; its owner gets another letter. */
export const beginSignUp: Verb<typeof signUpOperations.beginSignUp> = async (
  bff,
  { email, interaction },
  { source, language },
) => {
  const { db, config, keys } = bff;
  const now = bff.now();
  const index = emailIndex(bff, email);
  const token = newToken();
  const journey =
    interaction === undefined ? config.issuer : `${config.issuer}/interaction/${interaction}`;

  return db.transaction((tx) => {
    const counting = { db: tx, key: keys.secret('limitSubjects'), now };
    // What a source asks for is told of no address, and counted whatever becomes of it.
    const tooOften = countEach(bff, tx, [['sign-up-source', source]]);
    if (tooOften !== undefined) return tooOften;
    if (interaction !== undefined) keepForNewcomer(tx, now, interaction);
    const done = { ok: true as const, value: {} };
    // Beyond the limit of an address nothing is sent, and the answer is the same: it would tell who asked before.
    if (!useEach(counting, [['sign-up-mail', index]]).ok) return done;
    const taken = accountOf({ db: tx, keys }, index);
    // For a taken address too, so that the answer takes as long: its token is sent to nobody.
    tx.insert(signUps)
      .values({
        id: newId('sup'),
        emailIndex: index,
        emailSealed: sealEmail(bff, email),
        tokenHash: tokenHash(token),
        accountId: newId('sub'),
        passwordSlotId: newId('slt'),
        expiresAt: now + linkLivesMs,
      })
      .run();
    const theirs = writtenToIn(tx, taken.accountId, language);
    const confirmation = `${journey}/sign-up/confirm#token=${token}`;
    if (!taken.exists) {
      queueMail(bff, tx, email, { kind: 'confirm-address', link: confirmation }, theirs);
      recordEvent(tx, now, 'sign-up.begun', null, {});
    } else {
      const link = `${journey}/sign-in`;
      queueMail(bff, tx, email, { kind: 'address-has-account', link }, theirs);
      recordEvent(tx, now, 'sign-up.address-taken', taken.accountId, {});
    }
    return done;
  });
};
