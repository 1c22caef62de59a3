import { afterAll, beforeAll, expect, test } from 'vitest';
import { setStage, type Stage } from '../testing/attacks/stage.ts';
import { oidcRows } from './schema.ts';
import { openRow } from '../keys/seal-row.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

test('who holds database and storage key reads sessions and grants, and neither requests, codes nor tokens (AGENCY-3)', async () => {
  const { strict, harbor } = stage;
  await stage.code(harbor);
  await stage.boundToken();
  await strict.pushed();
  await (await stage.visit()).arrive(harbor.authorizationUrl());
  const { db, keys } = stage.house.bff;
  const rows = db.select().from(oidcRows).all();
  const opens = ({ model, idHash, payloadSealed }: (typeof rows)[number]) => {
    try {
      openRow(keys.secret('storageSealing'), `oidc_rows/${model}/${idHash}`, payloadSealed);
      return true;
    } catch {
      return false;
    }
  };
  const models = (wanted: boolean) =>
    [...new Set(rows.filter((row) => opens(row) === wanted).map(({ model }) => model))].toSorted();
  expect(models(true)).toEqual(['Grant', 'Session']);
  expect(models(false)).toEqual([
    'AccessToken',
    'AuthorizationCode',
    'Interaction',
    'PushedAuthorizationRequest',
  ]);
});
