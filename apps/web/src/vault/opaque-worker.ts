import { client, ready } from '@serenity-kit/opaque';
import { opaqueIdentifiers } from '@signet/contracts/opaque';
import type { OpaqueAnswer, OpaqueTask } from './opaque-task.ts';

// OPAQUE and Argon2id, away from the page's thread.

/** Between the two messages of a ceremony; one ceremony per worker, which is ended after it. */
let state: string | undefined;

self.addEventListener('message', ({ data }: MessageEvent<OpaqueTask>) => {
  void run(data)
    .catch((): OpaqueAnswer => ({ type: 'failed' }))
    .then((answer) => self.postMessage(answer, { transfer: [] }));
});

/** A part of WebAssembly is compiled when it is first called: here while the password is still being typed. */
void ready.then(() => client.startLogin({ password: '' }));

async function run(task: OpaqueTask): Promise<OpaqueAnswer> {
  await ready;
  switch (task.type) {
    case 'begin-registration': {
      const begun = client.startRegistration({ password: task.password });
      state = begun.clientRegistrationState;
      return { type: 'begun', message: begun.registrationRequest };
    }
    case 'finish-registration': {
      const done = client.finishRegistration({
        password: task.password,
        registrationResponse: task.message,
        clientRegistrationState: state ?? '',
        identifiers: opaqueIdentifiers(task.issuer, task.accountId),
        keyStretching: { 'argon2id-custom': task.stretching },
      });
      return { type: 'finished', message: done.registrationRecord, exportKey: done.exportKey };
    }
    case 'begin-login': {
      const begun = client.startLogin({ password: task.password });
      state = begun.clientLoginState;
      return { type: 'begun', message: begun.startLoginRequest };
    }
    case 'finish-login': {
      const done = client.finishLogin({
        password: task.password,
        loginResponse: task.message,
        clientLoginState: state ?? '',
        identifiers: opaqueIdentifiers(task.issuer, task.accountId),
        keyStretching: { 'argon2id-custom': task.stretching },
      });
      // The library says "wrong password", "wrong server" and "fake record" alike.
      return done === undefined
        ? { type: 'refused' }
        : { type: 'finished', message: done.finishLoginRequest, exportKey: done.exportKey };
    }
  }
}
