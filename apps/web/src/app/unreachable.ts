/** The bff did not say who is here, or which agencies there are; a page that needs to know cannot be shown. */
export class Unreachable extends Error {
  readonly code = 'temporarily_unavailable';
}
