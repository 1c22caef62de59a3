import { eq } from 'drizzle-orm';
import type { accountOperations } from '@signet/contracts/account';
import { recordEvent } from '../audit/record-event.ts';
import { accounts } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { countChange } from '../limits/changes.ts';
import { languageOf } from '../mail/language-of.ts';
import { notify } from '../mail/notify.ts';

export const readLanguage: Verb<typeof accountOperations.readLanguage> = async (
  { db },
  _input,
  { session },
) => {
  const language = session?.accountId == null ? undefined : languageOf(db, session.accountId);
  return language === undefined ? refuse('signed_out') : { ok: true, value: { language } };
};

/**
 * LANG-2: whoever sits at an open session could have warnings written so that their owner does not read them. So the last letter in the language
 * before says that another one was chosen.
 */
export const chooseLanguage: Verb<typeof accountOperations.chooseLanguage> = async (
  bff,
  { language },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  return bff.db.transaction((tx) => {
    if (languageOf(tx, accountId) === language) return { ok: true as const, value: {} };
    const tooOften = countChange(bff, tx, accountId);
    if (tooOften !== undefined) return tooOften;
    notify(bff, tx, accountId, 'language-changed', 'sign-in');
    tx.update(accounts).set({ language }).where(eq(accounts.id, accountId)).run();
    recordEvent(tx, bff.now(), 'account.language-chosen', accountId, { language });
    return { ok: true as const, value: {} };
  });
};
