import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { log } from '../audit/log.ts';
import type { RequestRefusal } from '../audit/request-refusals.ts';

/** By what the engine, jose and we say of it ourselves; of anything else nothing is told, since it may repeat what came. */
// prettier-ignore
const reasons: Readonly<Record<string, RequestRefusal>> = {
  'client not found':                                                   'client_unknown',
  'the provided authentication mechanism does not match the registered client authentication method': 'other_method',
  'invalid secret provided':                                            'secret',
  'alg mismatch':                                                       'assertion_algorithm',
  'sub (JWT subject) must be provided in the client_assertion JWT':     'assertion_issuer',
  'iss (JWT issuer) must be provided in the client_assertion JWT':      'assertion_issuer',
  'iss (JWT issuer) must be the client_id':                             'assertion_issuer',
  'aud (JWT audience) must be provided in the client_assertion JWT':    'assertion_audience',
  'audience (aud) must equal the endpoint url, issuer identifier or token endpoint url': 'assertion_audience',
  'list of audience (aud) must include the endpoint url, issuer identifier or token endpoint url': 'assertion_audience',
  'audience (aud) must be the issuer identifier':                       'assertion_audience',
  'jwt expired':                                                        'assertion_expired',
  'the assertion is valid for too long':                                'assertion_too_long',
  'jwt not active yet':                                                 'assertion_ahead',
  'the assertion is dated ahead (iat)':                                 'assertion_ahead',
  'expiration must be specified in the client_assertion JWT':           'assertion_no_end',
  'unique jti (JWT ID) must be provided in the client_assertion JWT':   'assertion_no_jti',
  'client assertion tokens must only be used once':                     'assertion_used',
  'no applicable key found in the JSON Web Key Set':                    'assertion_key',
  'signature verification failed':                                      'assertion_signature',
  'invalid_client_metadata':                                            'keys_unanswered',
  'signed for something else':                                          'assertion_type',
  'authorization code not found':                                       'code_unknown',
  'authorization code is expired':                                      'code_expired',
  'authorization code already consumed':                                'code_used',
  'client mismatch':                                                    'code_of_another_agency',
  'grant not found':                                                    'code_ended',
  'authorization code redirect_uri mismatch':                           'redirect_uri',
  'code_verifier must be provided':                                     'pkce_missing',
  'code_verifier does not match code_challenge':                        'pkce_differs',
  'DPoP proof JWT not provided':                                        'dpop_missing',
  'release_key_missing':                                                'release_key_missing',
  'release_gone':                                                       'release_gone',
};

/** For an agency that connects, whose library says "client authentication failed" of a clock, a key and a typing mistake alike. */
export function tellWhy(engine: Provider): void {
  const tell = (_ctx: KoaContextWithOIDC, problem: Error) => {
    const { error_detail: detail = '', status } = problem as Partial<
      Record<'error_detail', string> & Record<'status', number>
    >;
    const reason = Object.hasOwn(reasons, detail) ? reasons[detail] : undefined;
    if (reason !== undefined && status !== undefined) log('agency-refused', { status, reason });
  };
  engine.on('grant.error', tell);
  engine.on('pushed_authorization_request.error', tell);
}
