import { useState } from 'react';
import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { FactKind, FactResult, ProofingStep } from '@signet/contracts/facts';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { useAssuranceNames } from '../app/assurance-names.ts';
import { call } from '../app/call.ts';
import { Loaded } from '../app/loaded.tsx';
import { useReading } from '../app/use-reading.ts';
import { Page } from '../ui/page.tsx';
import { localeHere } from '../app/speak.ts';

type Application = ReplyOf<typeof operationTable.readProofingRecord>['applications'][number];

// prettier-ignore
const stepNames: Record<ProofingStep, MessageDescriptor> = {
  'examine-document':  msg({ id: 'record.step.document', message: 'Photos of your ID' }),
  'send-hand-off-link': msg({ id: 'record.step.link', message: 'Link to your phone, for the photos' }),
  'check-information': msg({ id: 'record.step.information', message: 'Your information' }),
  'send-code':         msg({ id: 'record.step.phone', message: 'Your phone' }),
  'redeem-code':       msg({ id: 'record.step.code', message: 'Code from your phone' }),
  'send-letter':       msg({ id: 'record.step.letter', message: 'Letter to your address' }),
  'redeem-letter':     msg({ id: 'record.step.letter-code', message: 'Code from the letter' }),
  'issue':             msg({ id: 'record.step.issue', message: 'Sealing your identity' }),
  'top-up':            msg({ id: 'record.step.top-up', message: 'More copies of it, for more agencies' }),
};

// prettier-ignore
const checkNames: Record<FactKind, MessageDescriptor> = {
  evidence_presented:  msg({ id: 'record.check.presented', message: 'You showed an ID that could be read' }),
  evidence_consistent: msg({ id: 'record.check.consistent', message: 'What stands on it agrees with itself' }),
  evidence_authentic:  msg({ id: 'record.check.authentic', message: 'It is genuine' }),
  evidence_validated:  msg({ id: 'record.check.validated', message: 'Whoever issued it knows it' }),
  evidence_verified:   msg({ id: 'record.check.verified', message: 'It is yours' }),
  identity_validated:  msg({ id: 'record.check.identity', message: 'Records know you by what you told us' }),
  death_record:        msg({ id: 'record.check.death', message: 'There is a record of death' }),
  age_reached:         msg({ id: 'record.check.age', message: 'You are old enough' }),
  address_validated:   msg({ id: 'record.check.address', message: 'Records know you at the address that you entered' }),
  address_on_record:   msg({ id: 'record.check.on-record', message: 'The post delivers to your address, and you are known there' }),
  phone_line_bound:    msg({ id: 'record.check.line', message: 'The phone line is one person’s' }),
  phone_owned:         msg({ id: 'record.check.phone', message: 'The phone is in your name' }),
  address_confirmed:   msg({ id: 'record.check.code', message: 'The code came back' }),
  risk_low:            msg({ id: 'record.check.risk', message: 'Nothing looks like fraud' }),
  review_passed:       msg({ id: 'record.check.review', message: 'Two people let it pass' }),
  notice_sent:         msg({ id: 'record.check.notice', message: 'You were told that you were proofed' }),
};

// prettier-ignore
const resultNames: Record<FactResult, MessageDescriptor> = {
  yes:         msg({ id: 'record.yes', message: 'yes' }),
  no:          msg({ id: 'record.no', message: 'no' }),
  not_checked: msg({ id: 'record.not-checked', message: 'not checked' }),
  unavailable: msg({ id: 'record.unavailable', message: 'no answer' }),
};

// prettier-ignore
const sourceNames: Readonly<Record<string, MessageDescriptor>> = {
  'applicant':        msg({ id: 'record.by.you', message: 'you' }),
  'proofing':         msg({ id: 'record.by.signet', message: 'Signet' }),
  'document-checker': msg({ id: 'record.by.checker', message: 'document checker' }),
  'issuing-source':   msg({ id: 'record.by.issuer', message: 'issuing state' }),
  'social-security':  msg({ id: 'record.by.ssa', message: 'Social Security' }),
  'address-record':   msg({ id: 'record.by.address', message: 'address record' }),
  'risk':             msg({ id: 'record.by.risk', message: 'fraud check' }),
  'records':          msg({ id: 'record.by.records', message: 'records bureau' }),
  'carrier':          msg({ id: 'record.by.carrier', message: 'phone company' }),
  'post':             msg({ id: 'record.by.post', message: 'post' }),
  'operators':        msg({ id: 'record.by.operators', message: 'two operators' }),
};

const done = msg({ id: 'record.done', message: 'Done' });
/** How a step ended that has no check of its own to show, where that tells nobody what the person does not know. */
// prettier-ignore
const endNames: Readonly<Record<string, MessageDescriptor>> = {
  issued:        done,
  sealed:        done,
  sent:          done,
  confirmed:     done,
  unavailable:   msg({ id: 'record.unanswered', message: 'A source did not answer; it did not count as a try.' }),
  in_review:     msg({ id: 'record.in-review', message: 'Two people look at it first.' }),
  unsupported:   msg({ id: 'record.unsupported', message: 'Signet cannot take this ID yet; it did not count as a try.' }),
  retake:        msg({ id: 'record.retake', message: 'Another photo was needed.' }),
  wrong_code:    msg({ id: 'record.wrong-code', message: 'The code that was entered was not the right one.' }),
  expired:       msg({ id: 'record.expired', message: 'The code that was entered had expired.' }),
  tried_too_often: msg({ id: 'problem.too-many', message: 'You have tried too often.' }),
  undeliverable: msg({ id: 'record.undeliverable', message: 'Nothing could be sent to that number.' }),
};

/** PROOF-25: what was checked, by whom, when and with what result. */
export function Component() {
  const { t, i18n } = useLingui();
  const { levelOf, pathwayOf, rulesOf } = useAssuranceNames();
  const [applications, setApplications] = useState<readonly Application[]>();
  const reading = useReading(async () => {
    const read = await call('readProofingRecord', {});
    if (!read.ok) return read.error;
    setApplications(read.value.applications);
    return undefined;
  });
  const when = (at: string) =>
    new Intl.DateTimeFormat(localeHere(), { dateStyle: 'long', timeStyle: 'short' }).format(
      new Date(at),
    );
  return (
    <Page title={t({ id: 'record.title', message: 'What was checked about you' })}>
      <p>
        <Trans id="record.intro">
          This is what Signet keeps of your proofing: which checks were made, by whom, when, and how
          they ended. None of your information is in it.
        </Trans>
      </p>
      <Loaded {...reading}>
        {applications?.length === 0 && (
          <p>
            <Trans id="record.none">Nothing was checked yet.</Trans>
          </p>
        )}
        {applications?.map(({ applicationId, startedAt, steps, decision }) => {
          const day = when(startedAt);
          const level = levelOf(decision?.level);
          const way = pathwayOf(decision?.pathway);
          const rules = rulesOf(decision?.profile);
          return (
            <section key={applicationId}>
              <h2>
                <Trans id="record.begun">Begun on {day}</Trans>
              </h2>
              {decision?.level != null && (
                <p>
                  <Trans id="record.decision">
                    Level reached: {level}, {way}, by {rules}.
                  </Trans>
                </p>
              )}
              <ol className="signet-record">
                {steps.map(({ at, step, result, checks }) => {
                  return (
                    <li key={at + step}>
                      <strong>{i18n._(stepNames[step])}</strong>
                      {', '}
                      <time dateTime={at}>{when(at)}</time>
                      {checks.length === 0 ? (
                        <p>
                          {endNames[result] === undefined ? (
                            <Trans id="record.without">
                              Without success. To protect you, it is not shown what did not match.
                            </Trans>
                          ) : (
                            i18n._(endNames[result])
                          )}
                        </p>
                      ) : (
                        <ul>
                          {checks.map(({ kind, source, result: answer }) => (
                            <li key={kind + source}>
                              {i18n._(checkNames[kind])} (
                              {sourceNames[source] === undefined
                                ? source
                                : i18n._(sourceNames[source])}
                              ): {i18n._(resultNames[answer])}
                            </li>
                          ))}
                        </ul>
                      )}
                    </li>
                  );
                })}
              </ol>
            </section>
          );
        })}
      </Loaded>
      <p>
        <Link to="/account">
          <Trans id="record.back">Back to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}
