import { redirect } from 'react-router';
import { scannedCode } from './scanned-code.ts';

/** Where the square on a letter leads: the code is taken along, and whoever is not signed in signs in first. */
export function loader(): Response {
  scannedCode.take();
  return redirect('/verify/letter-code');
}

export function Component() {
  return null;
}
