import { Provider } from 'oidc-provider';
import type { ReleaseTerms } from '../consent/releases.ts';
import type { OpenedRelease } from '../consent/open-release.ts';
import type { SealedDelivery } from '../consent/sealed-delivery.ts';

export type SignIn = { readonly acr: string; readonly amr: readonly string[] };

/** What one token request learns on its way through the engine. It lives in memory and ends with the request. */
export type Redemption = {
  releaseKey?: string;
  opened?: {
    readonly grantId: string;
    readonly terms: ReleaseTerms;
    readonly release?: OpenedRelease;
    /** What only the agency can open. */
    readonly sealed?: SealedDelivery;
  };
  /** How the person signed in, as the code says. */
  signIn?: SignIn;
};

/** The redemption of the request under way, by the engine's own request context. */
export function createRedemptions(): () => Redemption {
  const redemptions = new WeakMap<object, Redemption>();
  return () => {
    const context = Provider.ctx;
    if (context === undefined) return {};
    const found = redemptions.get(context) ?? {};
    redemptions.set(context, found);
    return found;
  };
}
