import { beforeEach, describe, expect, test, vi } from 'vitest';
import { sources } from '../testing/sources.ts';
import inlined from './password-blocklist.bin?url&inline';

const email = 'quillonette@example.test';
const listed = 'Correct Horse Battery Staple';
const unlisted = 'seven grey herons on a wire';

/** The real list, as the server would send it. */
const sent = async () => new Response(await (await fetchNothingElse(inlined)).arrayBuffer());
const fetchNothingElse = globalThis.fetch;

/** As a page that was just opened: nothing is loaded. */
async function newPage(...answers: (() => Promise<Response>)[]) {
  vi.resetModules();
  const fetching = vi.fn<typeof fetch>();
  for (const answer of answers) fetching.mockImplementationOnce(answer);
  vi.stubGlobal('fetch', fetching);
  return { fetching, ...(await import('./new-password-mistake.ts')) };
}

beforeEach(() => () => vi.unstubAllGlobals());

describe('a new password is compared with the list (AUTH-18)', () => {
  test('what is on it is refused, what is not is taken, and the list is loaded once', async () => {
    const { fetching, newPasswordMistake } = await newPage(sent);
    expect(await newPasswordMistake(listed, email)).toBe('listed');
    expect(await newPasswordMistake(unlisted, email)).toBeUndefined();
    expect(fetching).toHaveBeenCalledTimes(1);
    expect(fetching.mock.calls[0]?.[1]).toMatchObject({ credentials: 'omit' });
  });

  // prettier-ignore
  test.each<[string, () => Promise<Response>]>([
    ['cannot be reached',     () => Promise.reject(new TypeError('no network'))],
    ['is not there',          () => Promise.resolve(new Response('{}', { status: 404 }))],
    ['is something else',     () => Promise.resolve(new Response('<!doctype html>'))],
    ['is cut off',            async () => new Response((await (await sent()).arrayBuffer()).slice(0, 9_999))],
  ])('a list that %s takes no password, and is loaded again at the next try', async (_how, answer) => {
    const { newPasswordMistake } = await newPage(answer, sent);
    expect(await newPasswordMistake(unlisted, email)).toBe('unchecked');
    expect(await newPasswordMistake(unlisted, email)).toBeUndefined();
    expect(await newPasswordMistake(listed, email)).toBe('listed');
  });

  test('what a rule refuses is not looked up', async () => {
    const { fetching, newPasswordMistake } = await newPage();
    expect(await newPasswordMistake('short', email)).toBe('too_short');
    expect(await newPasswordMistake(email, email)).toBe('mostly_email');
    expect(fetching).not.toHaveBeenCalled();
  });
});

describe('the list is loaded only where a password is chosen (AUTH-18)', () => {
  const code = new Map(sources);

  /** Every file that comes with this one: its static imports, and theirs. */
  function loadedWith(file: string, found = new Set<string>()): Set<string> {
    if (found.has(file)) return found;
    found.add(file);
    for (const [, name = ''] of (code.get(file) ?? '').matchAll(/from '(\.[^']+)'/g))
      loadedWith(new URL(name, `file:///${file}`).pathname.slice(1), found);
    return found;
  }

  const pages = [...(code.get('app/routes.tsx') ?? '').matchAll(/import\('([^']+)'\)/g)].map(
    ([, name = '']) => new URL(name, 'file:///app/routes.tsx').pathname.slice(1),
  );

  test('of all pages, only those where a password is chosen come with it, and sign-in is none of them', () => {
    expect(pages).toContain('sign-in/sign-in.tsx');
    expect(pages.filter((page) => !code.has(page))).toEqual([]);
    expect(pages.filter((page) => loadedWith(page).has('vault/password-blocklist.ts'))).toEqual([
      'sign-up/choose-password.tsx',
      'reset/choose-password.tsx',
      'sign-in/recover-password.tsx',
      'account/change-password.tsx',
    ]);
  });

  test('and the shell comes without it', () => {
    expect(loadedWith('app/main.tsx')).toContain('app/routes.tsx');
    expect(loadedWith('app/main.tsx')).not.toContain('vault/password-blocklist.ts');
  });
});
