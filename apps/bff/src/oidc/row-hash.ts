import { tokenHash } from '../keys/keyed-digest.ts';

/** Digests under which rows are found. The values have 130 random bits or more, so the digests cannot be tried. */
export const rowHash = {
  id: (model: string, id: string) => tokenHash(`${model}:${id}`),
  uid: (uid: string) => tokenHash(`uid:${uid}`),
  grant: (grantId: string) => tokenHash(`grant:${grantId}`),
};
