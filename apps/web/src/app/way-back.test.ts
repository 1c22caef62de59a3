import { expect, test } from 'vitest';
import { harbor } from '../testing/installation.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { wayBack } from './way-back.ts';

const resume = '/openid_connect/authorize/an-interaction';
const [callback = ''] = harbor.redirectUris;

async function leading(location: string, answers: Answers = {}) {
  pretendBff(
    { refuseConsent: () => ({ resume }), ...answers },
    { [resume]: () => Response.json({ location }) },
  );
  return (await wayBack('an-interaction', harbor)).href;
}

test('leads to the agency, with its answer', async () => {
  const answer = `${callback}?error=access_denied&state=s`;
  expect(await leading(answer)).toBe(answer);
});

test('leads to the agency’s own page where nothing of it is open', async () => {
  expect((await wayBack(undefined, harbor)).href).toBe(harbor.failureUri);
  const gone = { refuseConsent: () => refused('interaction_gone') };
  expect(await leading(callback, gone)).toBe(harbor.failureUri);
});

test.each(['https://evil.example/callback', 'javascript:alert(1)', 'data:text/html,x'])(
  'leads nowhere else, whatever the bff says: %s (AGENCY-3)',
  async (location) => {
    expect(await leading(location)).toBe(harbor.failureUri);
  },
);
