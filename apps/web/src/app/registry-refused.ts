/** The list of agencies and keys is not what the registry key signed, or is older than one seen before: nothing is encrypted to it. */
export class RegistryRefused extends Error {
  readonly code = 'registry_refused';
}
