import { useState } from 'react';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { bringAddress, takeAddress } from './given-address.ts';

/** Where nothing comes, the address was often mistyped. A page that is loaded anew knows none, and does not name it. */
export function AddressGiven({ correctAt }: { readonly correctAt: string }) {
  const [email] = useState(takeAddress);
  if (email === undefined) return null;
  return (
    <p>
      <Trans id="address-given">
        You gave us this address: <strong>{email}</strong>. If it is not right,{' '}
        <Link to={correctAt} onClick={() => bringAddress(email)}>
          correct it
        </Link>
        .
      </Trans>
    </p>
  );
}
