/**
 * Magic values: what is presented decides what a stand-in answers. The home page and the tests read this very table.
 * Everything that is not here is looked up among the people and compared honestly.
 */
// prettier-ignore
export const outcomes = [
  { source: 'document-checker', field: 'document number', ends: '666',  answer: 'forged',          says: 'finds the document to be a forgery' },
  { source: 'document-checker', field: 'document number', ends: '667',  answer: 'attention',       says: 'cannot decide, and asks for better photographs' },
  { source: 'dmv',              field: 'document number', ends: '502',  answer: 'mva_unavailable', says: 'is closed for maintenance (exception 0001)' },
  { source: 'dmv',              field: 'document number', ends: '503',  answer: 'mva_timeout',     says: 'did not answer in time (exception 0047)' },
  { source: 'dmv',              field: 'document number', ends: '504',  answer: 'silence',         says: 'accepts the connection and never answers' },
  { source: 'records',          field: 'SSN',             ends: '0102', answer: 'silence',         says: 'accepts the connection and never answers' },
  { source: 'records',          field: 'SSN',             ends: '0103', answer: 'server_error',    says: 'answers 503' },
  { source: 'records',          field: 'SSN',             ends: '0199', answer: 'deceased',        says: 'has a record of death' },
  { source: 'social-security',  field: 'SSN',             ends: '0104', answer: 'silence',         says: 'accepts the connection and never answers' },
  { source: 'social-security',  field: 'SSN',             ends: '0105', answer: 'server_error',    says: 'answers 503' },
  { source: 'social-security',  field: 'SSN',             ends: '0198', answer: 'deceased',        says: 'has a record of death' },
  { source: 'address-record',   field: 'ZIP code',        ends: '9990', answer: 'undeliverable',   says: 'says that the post does not deliver there' },
  { source: 'address-record',   field: 'ZIP code',        ends: '9991', answer: 'silence',         says: 'accepts the connection and never answers' },
  { source: 'phone-ownership',  field: 'phone',           ends: '0151', answer: 'no_match',        says: 'knows another owner' },
  { source: 'phone-ownership',  field: 'phone',           ends: '0152', answer: 'voip',            says: 'says the number is an internet line' },
  { source: 'phone-ownership',  field: 'phone',           ends: '0154', answer: 'prepaid',         says: 'says the number is a prepaid line' },
  { source: 'phone-ownership',  field: 'phone',           ends: '0155', answer: 'moved_lately',    says: 'says the number moved to another SIM this week' },
  { source: 'phone-ownership',  field: 'phone',           ends: '0156', answer: 'landline',        says: 'says the number is a landline' },
  { source: 'message-delivery', field: 'phone',           ends: '0153', answer: 'undeliverable',   says: 'cannot deliver messages' },
  { source: 'message-delivery', field: 'phone',           ends: '0156', answer: 'landline',        says: 'delivers calls and no text messages' },
] as const;

export type Source = (typeof outcomes)[number]['source'];
export type Answer = (typeof outcomes)[number]['answer'];

export function magicAnswer(source: Source, value: string): Answer | undefined {
  const plain = value.replace(/[^A-Za-z0-9]/g, '');
  return outcomes.find((one) => one.source === source && plain.endsWith(one.ends))?.answer;
}
