import { context, type ContextLabel } from '../../crypto/context.ts';
import { fromHex, toHex } from '../wycheproof.ts';

export interface ContextVector {
  readonly label: ContextLabel;
  readonly fields: readonly ({ readonly text: string } | { readonly number: number } | { readonly hex: string })[];
  readonly bytes: string;
}

const inputs: readonly Omit<ContextVector, 'bytes'>[] = [
  { label: 'passkey-prf', fields: [] },
  { label: 'manifest-key', fields: [{ text: 'sub_example' }] },
  { label: 'kek', fields: [{ text: 'sub_example' }, { text: 'password' }, { text: 'slt_one' }, { number: 1 }] },
  { label: 'slot', fields: [{ text: 'sub_example' }, { text: 'passkey' }, { text: 'slt_two' }, { number: 258 }, { hex: 'ff'.repeat(32) }] },
  { label: 'record', fields: [{ text: 'sub_example' }, { number: 2 }, { text: 'credentials' }, { number: 9_007_199_254_740_991 }] },
  { label: 'manifest', fields: [{ text: '' }, { hex: '' }] },
  { label: 'manifest', fields: [{ text: 'é𝄞' }, { hex: '00' }] },
];

export function contextVectors(): readonly ContextVector[] {
  return inputs.map(({ label, fields }) => ({ label, fields, bytes: toHex(context(label, ...thawFields(fields))) }));
}

export function thawFields(fields: ContextVector['fields']): (string | number | Uint8Array)[] {
  return fields.map((field) => {
    if ('text' in field) return field.text;
    return 'number' in field ? field.number : fromHex(field.hex);
  });
}
