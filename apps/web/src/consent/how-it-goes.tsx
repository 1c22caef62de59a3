import { Trans, useLingui } from '@lingui/react/macro';
import { isAppAddress, schemeOf } from '@signet/contracts/app-address';
import { claims, type ClaimName } from '@signet/contracts/claims';
import { Fingerprints } from './reason.tsx';
import type { Question } from './question.ts';
import { inOurLanguage } from '../app/in-our-language.ts';

/** Which way it takes to the agency, who could read it on that way, and how to know that it is the agency. */
export function HowItGoes({ agency, details, fingerprints }: Question) {
  const { t } = useLingui();
  const name = inOurLanguage(agency.name);
  const apps = agency.redirectUris.filter(isAppAddress);
  const schemes = [...new Set(apps.map(schemeOf))].join(', ');
  const web = agency.redirectUris.filter((uri) => !apps.includes(uri));
  const hosts = [...new Set(web.map((uri) => new URL(uri).host))].join(', ');
  return (
    <div className="signet-card">
      <h2>
        <Trans id="consent.how">How it gets there</Trans>
      </h2>
      <WayThere agency={agency} wanted={details.requestedClaims} />
      <p>
        <Trans id="consent.stop-any-time">
          You can stop sharing at any time, on the page of your connected agencies.
        </Trans>{' '}
        {details.requestedClaims.length > 0 && (
          <Trans id="consent.may-keep">
            What {name} has received by then it may keep for as long as it says above.
          </Trans>
        )}
      </p>
      <details>
        <summary>
          <Trans id="consent.who">How you can tell that it is {name}</Trans>
        </summary>
        {fingerprints.length > 0 ? (
          <>
            <p>
              <Trans id="consent.who.text">
                Its name, its addresses and its key stand in a list that Signet signs away from its
                servers, and your browser has checked the signature. The key’s fingerprint is the
                one that {name} can tell you:
              </Trans>
            </p>
            <Fingerprints
              term={t({ id: 'consent.key.fingerprint', message: 'Fingerprint' })}
              keys={fingerprints}
            />
          </>
        ) : details.returnsToApp ? (
          <p>
            <Trans id="consent.who.app">
              Its name and its addresses stand in a list that Signet signs away from its servers,
              and your browser has checked the signature. {name} has no key there, and any app can
              take the address of its app, {schemes}. What counts is where you have the app from.
            </Trans>
          </p>
        ) : (
          <p>
            <Trans id="consent.who.keyless">
              Its name and its addresses stand in a list that Signet signs away from its servers,
              and your browser has checked the signature. {name} has no key there, so there is no
              fingerprint to compare: compare the address. Your browser goes nowhere else with what
              you share than to {hosts}.
            </Trans>
          </p>
        )}
      </details>
    </div>
  );
}

type Way = Pick<Question, 'agency'> & { readonly wanted: readonly ClaimName[] };

/** Who could read it on its way. Of an address, which the bff knows, the rest does not hold. */
export function WayThere({ agency, wanted }: Way) {
  const name = inOurLanguage(agency.name);
  if (wanted.length === 0) return null;
  if (!wanted.some((claim) => claims[claim].proofed)) {
    return (
      <p>
        <Trans id="consent.only-address">
          Signet knows your e-mail address and hands it over itself.
        </Trans>
      </p>
    );
  }
  return (
    <>
      {agency.delivery === 'sealed' ? (
        <p>
          <Trans id="consent.sealed">
            Your browser encrypts this for {name} alone. Signet passes it on and cannot read it.
          </Trans>
        </p>
      ) : (
        <p>
          <Trans id="consent.split">
            Your browser encrypts this and sends half of the key with you to {name}. When {name}{' '}
            collects it, Signet’s server opens it for up to 15 minutes to hand it over, checks that
            it is genuine, and then forgets it. It is never stored readably.
          </Trans>
        </p>
      )}
      {wanted.some((claim) => !claims[claim].proofed) && (
        <p>
          <Trans id="consent.except-address">
            Except your e-mail address, which Signet knows and hands over itself.
          </Trans>
        </p>
      )}
    </>
  );
}
