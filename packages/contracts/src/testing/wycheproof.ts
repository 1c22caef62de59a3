/** Of the vault, which may import nothing of ours; for those who may not import the vault. */
export { wycheproof } from '@signet/vault/testing/wycheproof';
