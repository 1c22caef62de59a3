import * as v from 'valibot';

/**
 * RFC 8935 §2.4, RFC 8936 §2.6: of these words none is about the one signal. With what the agency has of our keys, or has registered of us, it takes
 * no other one either, and may take this one once that is mended.
 */
const ofAll = v.object({
  err: v.picklist([
    'invalid_key',
    'invalid_issuer',
    'invalid_audience',
    'authentication_failed',
    'access_denied',
  ]),
});

/** Whether what an agency says of a signal that it does not take is about all of them. */
export const isOfAllSignals = (error: unknown): boolean => v.is(ofAll, error);
