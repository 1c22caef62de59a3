import { credentialDays } from '@signet/contracts/proofing';
import type { Policy } from './policy.ts';

/**
 * The default profile: what the public page promises. The ID is checked for authenticity, its information is validated with the
 * issuing source and an authoritative source, the address is confirmed by a telephone number associated with it.
 *
 * A code to a telephone does not verify a STRONG document in SP 800-63A-4 §4; the level is therefore `verified`, not `ial2`.
 */
// prettier-ignore
export const asPublished: Policy = {
  name: 'as-published',
  minimumAge: 18,
  credentialDays,
  refusedBy: [
    { kind: 'death_record', result: 'yes' },
    { kind: 'evidence_authentic', result: 'no' },
    { kind: 'age_reached', result: 'no' },
  ],
  pathways: [
    {
      name: 'state-id-and-phone',
      level: 'verified',
      needs: [
        { kind: 'evidence_presented',  methods: ['pdf417-aamva'],                maxAgeDays: 30 },
        { kind: 'evidence_consistent', methods: ['pdf417-aamva'],                maxAgeDays: 30 },
        { kind: 'evidence_authentic',  methods: ['document-checker'],            maxAgeDays: 30 },
        { kind: 'age_reached',         methods: ['birth-date'],                  maxAgeDays: 30 },
        { kind: 'evidence_validated',  methods: ['dldv'],                        maxAgeDays: 30 },
        { kind: 'identity_validated',  methods: ['records-bureau'],              maxAgeDays: 30 },
        { kind: 'phone_owned',         methods: ['carrier-name-match'],          maxAgeDays: 30 },
        { kind: 'address_confirmed',   methods: ['sms-code', 'voice-code'],      maxAgeDays: 30 },
      ],
      evidence: ['state_id', 'phone_account'],
    },
  ],
};
