import path from 'node:path';
import type { Plugin } from 'vite';
import { idsSaid } from './ids-said.ts';

const prefix = '\0texts:';

/**
 * Gives each module the texts that it says, in English, and no others: whoever signs in does not load the words of the
 * wizard, the account and the consent screen. A text that a page says is there before the page is, because it is imported. Another language
 * comes whole (`src/app/speak.ts`): English is read by most, and nobody pays for what they do not read.
 */
export function textsBesidePages(root: string): Plugin {
  const catalogue = path.join(root, 'src', 'locales', 'en', 'messages.po');
  const said = new Map<string, readonly string[]>();
  return {
    name: 'texts-beside-pages',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id.startsWith(prefix) ? id : null),
    transform(code, id) {
      if (!id.startsWith(path.join(root, 'src')) || !/\.tsx?$/.test(id)) return null;
      const ids = idsSaid(code);
      if (ids.length === 0) return null;
      said.set(id, ids);
      return { code: `${code}\nimport ${JSON.stringify(prefix + id)};\n`, map: null };
    },
    async load(id) {
      if (!id.startsWith(prefix)) return null;
      const ids = said.get(id.slice(prefix.length)) ?? [];
      const { code } = await this.load({ id: catalogue });
      const texts = await textsOf(code ?? '', ids, catalogue);
      return {
        code: `import { i18n } from '@lingui/core';\ni18n.load('en', ${JSON.stringify(texts)});\n`,
        moduleSideEffects: true,
      };
    },
  };
}

/** Those of a compiled catalogue; a text that is not in it stops the build rather than showing its id to somebody. */
async function textsOf(compiled: string, ids: readonly string[], catalogue: string) {
  const { messages } = (await import(`data:text/javascript,${encodeURIComponent(compiled)}`)) as {
    readonly messages: Readonly<Record<string, unknown>>;
  };
  return Object.fromEntries(
    ids.map((id) => {
      if (!(id in messages)) throw new Error(`${catalogue} has no text for ${id}`);
      return [id, messages[id]];
    }),
  );
}
