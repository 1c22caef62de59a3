import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import type { Agency } from '@signet/contracts/registry';
import { Page } from '../ui/page.tsx';
import { call, type CallProblem } from './call.ts';
import { CannotGoOn } from './cannot-go-on.tsx';
import { currentSession } from './guards.ts';
import { useJourney } from './journey.ts';
import { agencyOf } from './registry.ts';
import { inOurLanguage } from './in-our-language.ts';

type Visit = {
  readonly signedInAs: string | undefined;
  readonly asking: Agency | CallProblem | undefined;
  /** The agency sends somebody who has no account yet. */
  readonly newHere: boolean;
};

export async function loader({ params }: LoaderFunctionArgs): Promise<Visit> {
  const session = await currentSession();
  const signedInAs = session.stage === 'signed-in' ? session.email : undefined;
  return { signedInAs, ...(await whoAsks(params['uid'])) };
}

/** The agency by its name in the signed registry. Whoever is not in it cannot ask. */
async function whoAsks(uid: string | undefined): Promise<Omit<Visit, 'signedInAs'>> {
  if (uid === undefined) return { asking: undefined, newHere: false };
  const details = await call('readInteraction', {}, { uid });
  if (!details.ok) return { asking: details.error, newHere: false };
  const { clientId, newHere } = details.value;
  return {
    asking: (await agencyOf(clientId)) ?? { type: 'problem', code: 'agency_unknown' },
    newHere,
  };
}

/** The door: what Signet is, who asks, and the ways in. */
export function Component() {
  const { t } = useLingui();
  const { signedInAs, asking, newHere } = useLoaderData<Visit>();
  if (asking !== undefined && 'type' in asking) {
    return (
      <CannotGoOn
        title={t({ id: 'start.gone.title', message: 'This request cannot go on' })}
        problem={asking}
      />
    );
  }
  const name = inOurLanguage(asking?.name);
  return (
    <Page
      title={
        name === undefined
          ? t({ id: 'start.title', message: 'Prove who you are, once' })
          : t({ id: 'start.title.agency', message: `Sign in for ${name}` })
      }
    >
      {name !== undefined && (
        <p>
          <Trans id="start.agency">
            <strong>{name}</strong> uses Signet to know who you are. You see what would be shared
            before anything is.
          </Trans>
        </p>
      )}
      <ul>
        <li>
          <Trans id="start.once">
            You show your state ID once. After that, signing in is enough.
          </Trans>
        </li>
        <li>
          <Trans id="start.yours">
            What you prove is encrypted under your password. Not even Signet can read it.
          </Trans>
        </li>
        <li>
          <Trans id="start.consent">An agency receives only what you agree to, each time.</Trans>
        </li>
      </ul>
      {signedInAs === undefined ? <WaysIn newHere={newHere} /> : <GoOn email={signedInAs} />}
    </Page>
  );
}

/** `prompt=create` puts the account first that is still to be made. */
function WaysIn({ newHere }: Pick<Visit, 'newHere'>) {
  const { path } = useJourney();
  const [first, second] = ['usa-button', 'usa-button usa-button--outline'];
  const signIn = (
    <Link key="sign-in" className={newHere ? second : first} to={path('sign-in')}>
      <Trans id="start.sign-in">Sign in</Trans>
    </Link>
  );
  const signUp = (
    <Link key="sign-up" className={newHere ? first : second} to={path('sign-up')}>
      <Trans id="start.sign-up">Create an account</Trans>
    </Link>
  );
  return <div className="signet-actions">{newHere ? [signUp, signIn] : [signIn, signUp]}</div>;
}

function GoOn({ email }: { readonly email: string }) {
  const { path } = useJourney();
  return (
    <>
      <p>
        <Trans id="start.signed-in">You are signed in as {email}.</Trans>
      </p>
      <div className="signet-actions">
        <Link className="usa-button" to={path('continue')}>
          <Trans id="start.go-on">Continue</Trans>
        </Link>
        <Link to={path('sign-in')}>
          <Trans id="start.other">Use another account</Trans>
        </Link>
      </div>
    </>
  );
}
