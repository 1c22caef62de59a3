/**
 * AGENCY-43: whether something about an agency's requests is to be noted now. Anybody can send such a request any number of
 * times, so the same is noted once a day (UTC), and of what differs no more than `most`; what the agency sent under its own key
 * is counted apart, so that strangers fill no room of its.
 */
export type DailyNotes = (clientId: string, what: string, now: number, sender?: Sender) => boolean;

/** Whether it is known that the agency itself sent it. */
export type Sender = 'authenticated' | 'anonymous';

export function createDailyNotes(most = 20): DailyNotes {
  let today = '';
  const noted = new Map<string, Set<string>>();
  return (clientId, what, now, sender = 'anonymous') => {
    const whose = `${sender} ${clientId}`;
    const day = new Date(now).toISOString().slice(0, 10);
    if (day !== today) noted.clear();
    today = day;
    const known = noted.get(whose) ?? new Set();
    noted.set(whose, known);
    if (known.has(what) || known.size >= most) return false;
    known.add(what);
    return true;
  };
}
