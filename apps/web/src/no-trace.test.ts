import { describe, expect, test } from 'vitest';
import { sources } from './testing/sources.ts';

/** Every place where a page could leave something behind or let it out, and where this app may use it, with the reason. */
// prettier-ignore
const places: [string, RegExp, Record<string, string>][] = [
  ['browser storage',       /\b(localStorage|sessionStorage|indexedDB|openDatabase|cookieStore)\b|\bcaches\.|navigator\.storage|document\.cookie|serviceWorker/, {
    'app/choose-language.ts':   'which of two languages was chosen here, and nothing of who did; a test below looks at all that is written',
  }],
  ['the history',           /\bhistory\./, {
    'app/scanned-code.ts': 'takes the code of a letter’s square out of the address',
    'app/take-token.ts':  'takes the link’s token out of the address',
  }],
  ['state of the history',  /\bhistory\.state|\bstate=\{|(navigate|go)\([^;]*\bstate:|useLocation\(|useSubmit\(/, {}],
  ['the window’s name',     /\b(window|self|globalThis)\.name\b/, {}],
  ['the title',             /document\.title|windowTitle\.page/, {
    'ui/page.tsx':              'the name of the page; a test below looks at what it can say',
    'ui/window-title.ts':       'the word “Error” before it',
  }],
  ['the console',           /\bconsole\b|reportError\(/, {}],
  ['the address',           /method="get"|location\.(href|search|hash)\s*=[^=]|\bpushState\b|setSearchParams/i, {}],
  ['HTML from text',        /dangerouslySetInnerHTML|\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|\bsrcdoc\b/i, {}],
  ['code from text',        /\beval\(|new Function\(|setTimeout\(\s*['"`]/, {}],
  ['other ways out',        /sendBeacon|new WebSocket|new EventSource|XMLHttpRequest|RTCPeerConnection|new Image\(|window\.open/, {}],
  ['requests',              /\bfetch\(/, {
    'app/call.ts':              'the table of operations, to this origin',
    'app/registry.ts':          'the signed registry, without cookies',
    'app/reload-on-change.ts':  'the page itself, in development builds only',
    'app/interaction.ts':       'going on with the agency’s request, on this origin',
    'credential/status.ts':     'the list that says which credentials still stand, whole and without cookies',
    'proofing/capture/capture-worker.ts': 'the barcode reader, without cookies',
    'vault/password-blocklist.ts': 'the list of passwords that are easily guessed, without cookies',
  }],
  ['other tabs',            /BroadcastChannel|postMessage/, {
    'app/other-tabs.ts':        'says that the session ended or was extended, or the vault changed, and nothing else',
    'proofing/capture/capture-worker.ts': 'what a picture needs, or the picture written anew, to the page of this tab',
    'proofing/capture/studio.ts': 'a picture, to the worker of this tab',
    'vault/opaque-ceremony.ts': 'the password, to the worker of this tab',
    'vault/opaque-worker.ts':   'its answer',
  }],
  ['object addresses',      /createObjectURL/, {
    'ui/photo-field.tsx':       'the photograph, shown to the person who took it',
  }],
  ['the clipboard',         /\bclipboard\b/, {
    'ui/copy-button.tsx':       'the recovery key or the authenticator’s secret, when the person presses “Copy”',
  }],
];

describe('nothing of a person is left behind: no file of the app but these touches (ZONE-3)', () => {
  test.each(places)('%s', (_place, pattern, allowed) => {
    const touching = sources.filter(([, code]) => pattern.test(code)).map(([file]) => file);
    expect(touching.toSorted()).toEqual(Object.keys(allowed).toSorted());
  });

  test('and the look at them is a look at all of them', () => {
    const files = sources.map(([file]) => file);
    expect(files.length).toBeGreaterThan(60);
    expect(files).toEqual(
      expect.arrayContaining(['app/main.tsx', 'ui/form.tsx', 'vault/sd-jwt.ts']),
    );
    expect(files.filter((file) => /test/.test(file))).toEqual([]);
  });
});

test('what a browser is to remember is one of the languages, and nothing else (LANG-1, ZONE-3)', () => {
  const written = sources.flatMap(([file, code]) =>
    [...code.matchAll(/document\.cookie\s*=\s*([^;]*)/g)].map(([, value = '']) => ({
      file,
      value,
    })),
  );
  expect(written).toEqual([
    { file: 'app/choose-language.ts', value: '`${languageCookie}=${language}' },
  ]);
  expect(sources.find(([file]) => file === 'app/choose-language.ts')?.[1]).toContain(
    'function speakFromNowOn(language: Language)',
  );
});

test('every form is a POST that the page sends itself, so that no field reaches an address (ZONE-3)', () => {
  const forms = sources.flatMap(([file, code]) =>
    [...code.matchAll(/<form\b[^>]*/g)].map(([tag]) => ({ file, tag })),
  );
  expect(forms.map(({ file }) => file)).toEqual(['ui/form.tsx']);
  expect(forms[0]?.tag).toContain('method="post"');
});

test('a title never says more than the name of an agency (ZONE-3)', () => {
  const titled = /<(?:Page|CannotGoOn)\s+title=\{([\s\S]*?)\}\s*(?:phase=[^>]*|problem=[^>]*\/)?>/g;
  const titles = sources.flatMap(([file, code]) =>
    [...code.matchAll(titled)].map(([, title = '']) => ({
      file,
      said: [...title.matchAll(/\$\{([^}]*)\}/g)].map(([, expression]) => expression),
      // What `CannotGoOn` hands on is looked at where it is given.
      isText: /\bt\(/.test(title) || (file === 'app/cannot-go-on.tsx' && title === 'title'),
    })),
  );
  const pages = sources.flatMap(([, code]) => [...code.matchAll(/<(?:Page|CannotGoOn)\s/g)]);
  expect(titles).toHaveLength(pages.length);
  expect(titles.length).toBeGreaterThan(20);
  for (const { file, said, isText } of titles)
    expect({ file, isText, said: said.filter((one) => one !== 'name') }).toEqual({
      file,
      isText: true,
      said: [],
    });
});

test('an error that is thrown is words of ours, with no value in them (ZONE-3)', () => {
  const thrown = sources.flatMap(([file, code]) =>
    [...code.matchAll(/new (?:[A-Z]\w*(?:Error|Refused)|Unreachable)\(([^)]*)\)/g)].map(
      ([, said = '']) => ({ file, said }),
    ),
  );
  expect(thrown.length).toBeGreaterThan(8);
  for (const one of thrown)
    expect(one).toMatchObject({ said: expect.stringMatching(/^('[^'$]*')?$/) as string });
});
