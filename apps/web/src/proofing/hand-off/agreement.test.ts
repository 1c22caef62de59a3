import { describe, expect, test } from 'vitest';
import { toBase64url } from '../../app/base64url.ts';
import {
  agreeWithComputer,
  agreeWithPhone,
  commitmentTo,
  newHalf,
  NotAgreed,
} from './agreement.ts';
import { deriveHandOff } from './secret.ts';

const textOf = (bytes: Uint8Array) => toBase64url(bytes);

describe('a secret that a text message could not carry (PROOF-13)', () => {
  test('is the same at both ends, and another each time', async () => {
    const computer = await newHalf();
    const phones = [await newHalf(), await newHalf()];
    const commitment = await commitmentTo(computer.publicKey);
    const secrets = [];
    for (const phone of phones) {
      const atComputer = await agreeWithPhone(computer, phone.publicKey);
      const atPhone = await agreeWithComputer(phone, computer.publicKey, commitment);
      expect(atPhone).toEqual(atComputer);
      expect(atPhone).toHaveLength(32);
      secrets.push(textOf(atPhone));
    }
    expect(new Set(secrets).size).toBe(2);
    expect(
      (await deriveHandOff(await agreeWithPhone(computer, phones[0]?.publicKey ?? ''))).words,
    ).toHaveLength(3);
  });

  test('what stands in the message gives the link, and nothing of the secret', async () => {
    const [computer, phone] = [await newHalf(), await newHalf()];
    const fromMessage = await deriveHandOff(await commitmentTo(computer.publicKey));
    const agreed = await deriveHandOff(await agreeWithPhone(computer, phone.publicKey));
    expect(textOf(fromMessage.sealingKey)).not.toBe(textOf(agreed.sealingKey));
  });

  test('whoever stands in between is bound too: the phone takes no key but the one in its message', async () => {
    const [computer, phone, between] = [await newHalf(), await newHalf(), await newHalf()];
    const commitment = await commitmentTo(computer.publicKey);
    await expect(agreeWithComputer(phone, between.publicKey, commitment)).rejects.toThrow(
      NotAgreed,
    );
  });

  test('with another message as well, both ends agree with somebody else, and show other words', async () => {
    const [computer, phone, between] = [await newHalf(), await newHalf(), await newHalf()];
    const forged = await commitmentTo(between.publicKey);
    const atPhone = await deriveHandOff(await agreeWithComputer(phone, between.publicKey, forged));
    const atComputer = await deriveHandOff(await agreeWithPhone(computer, between.publicKey));
    expect(atPhone.words).not.toEqual(atComputer.words);
    expect(textOf(atPhone.sealingKey)).not.toBe(textOf(atComputer.sealingKey));
  });

  test('which key is whose is part of it: nothing is agreed with one’s own key shown back', async () => {
    const computer = await newHalf();
    const reflected = await agreeWithPhone(computer, computer.publicKey);
    const other = await agreeWithPhone(computer, (await newHalf()).publicKey);
    expect(textOf(reflected)).not.toBe(textOf(other));
  });

  // prettier-ignore
  test.each([
    ['no point of the curve', textOf(new Uint8Array([4, ...new Uint8Array(63), 1]))],
    ['the point at infinity', textOf(new Uint8Array(65))],
    ['cut short',             textOf(new Uint8Array([4, ...new Uint8Array(32)]))],
    ['empty',                 ''],
  ])('a key that is %s is refused', async (_what, key) => {
    await expect(agreeWithPhone(await newHalf(), key)).rejects.toThrow(NotAgreed);
  });
});
