import type { Provider } from 'oidc-provider';
import type { WishedLanguages } from '../http/serve-web.ts';

/** By whoever knows the address of a request: it leads to its page, and tells no more than that one shows. */
export function wishedLanguages(engine: Provider): WishedLanguages {
  return async (uid) => (await engine.Interaction.find(uid))?.params['ui_locales'];
}
