import * as v from 'valibot';
import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import { addressOf, statedAddress } from '@signet/contracts/person';
import { usRegions } from '@signet/contracts/us-regions';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { changeDraft } from './draft.ts';
import { usePhase } from './phase.ts';
import type { Wizard } from './wizard.ts';

/** Whoever moved since their ID was made says where they live; it is validated as its own (PROOF-24). */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const phase = usePhase('address');
  const { draft } = useLoaderData<Wizard>();
  const address = addressOf(draft);
  const isOnId = draft.attributes?.address !== undefined;
  const mistakes = {
    street: t({
      id: 'address.street.wrong',
      message: 'Enter number and street, with letters and digits only, at most 100 characters.',
    }),
    street2: t({
      id: 'address.street2.wrong',
      message: 'Enter the apartment with letters and digits only, at most 100 characters.',
    }),
    city: t({
      id: 'address.city.wrong',
      message: 'Enter the city, with letters and digits only, at most 60 characters.',
    }),
    region: t({ id: 'address.region.wrong', message: 'Choose the state or territory.' }),
    postalCode: t({
      id: 'address.zip.wrong',
      message: 'Enter the ZIP code: five digits, or five and four like 12345-6789.',
    }),
  };
  const keep = async (next: typeof draft) => {
    const kept = await changeDraft(draft, next);
    if (!kept.ok) return [{ message: problemText(kept.error) }];
    go('verify/review');
    return [];
  };
  const { statedAddress: _stated, ...asOnId } = draft;
  const submit = async (fields: FormData) => {
    const street2 = textOf(fields, 'street2').trim();
    const parsed = v.safeParse(statedAddress, {
      street: textOf(fields, 'street'),
      ...(street2 === '' ? {} : { street2 }),
      city: textOf(fields, 'city'),
      region: textOf(fields, 'region'),
      postalCode: textOf(fields, 'postalCode'),
    });
    if (parsed.success) return keep({ ...draft, statedAddress: parsed.output });
    const wrong = new Set(parsed.issues.map((issue) => v.getDotPath(issue)));
    return Object.entries(mistakes)
      .filter(([field]) => wrong.has(field))
      .map(([field, message]) => ({ field, message }));
  };
  return (
    <Page title={t({ id: 'address.title', message: 'Where do you live?' })} phase={phase}>
      <p>
        {isOnId ? (
          <Trans id="address.intro">
            If you moved since your ID was made, enter where you live now. We ask a records bureau
            and an address list whether it is right. A letter, if you choose one, goes there.
          </Trans>
        ) : (
          <Trans id="address.intro.none">
            Your ID does not say where you live. We ask a records bureau and an address list whether
            what you enter is right. A letter, if you choose one, goes there.
          </Trans>
        )}
      </p>
      <Form
        onSubmit={submit}
        waiting={t({ id: 'address.waiting', message: 'Sealing your answer…' })}
      >
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'address.street', message: 'Number and street' })}
              name="street"
              autoComplete="off"
              defaultValue={address?.street ?? ''}
              error={errorOf('street')}
            />
            <Field
              label={t({ id: 'address.street2', message: 'Apartment or unit (optional)' })}
              name="street2"
              autoComplete="off"
              defaultValue={address?.street2 ?? ''}
              error={errorOf('street2')}
            />
            <Field
              label={t({ id: 'address.city', message: 'City' })}
              name="city"
              autoComplete="off"
              defaultValue={address?.city ?? ''}
              error={errorOf('city')}
            />
            <SelectField
              label={t({ id: 'address.region', message: 'State or territory' })}
              name="region"
              autoComplete="off"
              options={usRegions}
              defaultValue={address?.region ?? ''}
              error={errorOf('region')}
            />
            <Field
              label={t({ id: 'address.zip', message: 'ZIP code' })}
              name="postalCode"
              inputMode="numeric"
              autoComplete="off"
              short
              defaultValue={address?.postalCode ?? ''}
              error={errorOf('postalCode')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="address.go">Use this address</Trans>
              </Button>
              {isOnId && (
                <Button type="button" variant="outline" onClick={() => void keep(asOnId)}>
                  <Trans id="address.as-on-id">Use the address on my ID</Trans>
                </Button>
              )}
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
