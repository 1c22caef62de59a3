import type { SessionState } from '../app/guards.ts';
import { accountId, email } from './person.ts';

type Instants = Readonly<Record<'now' | 'idleEndsAt' | 'absoluteEndsAt', string>>;

/** A session of the invented person, signed in. */
export const signedIn = (instants: Instants): SessionState => ({
  stage: 'signed-in',
  accountId,
  email,
  secondFactors: [],
  verified: false,
  frozen: false,
  suspended: false,
  due: null,
  ...instants,
});
