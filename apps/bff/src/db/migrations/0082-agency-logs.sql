-- AGENCY-43: an agency that reads its own log does not make the bff look through everybody's events. The query says the same (agency-log.ts).
CREATE INDEX audit_events_of_agencies ON audit_events (json_extract(details, '$.clientId'), at)
  WHERE event IN ('agency.request-trimmed', 'agency.agreement-over');
