/**
 * AGENCY-43: whether something about an agency's requests is to be noted now. Anybody can send such a request any number of
 * times, so the same is noted once a day (UTC), and of what differs no more than `most`.
 */
export type DailyNotes = (clientId: string, what: string, now: number) => boolean;

export function createDailyNotes(most = 20): DailyNotes {
  let today = '';
  const noted = new Map<string, Set<string>>();
  return (clientId, what, now) => {
    const day = new Date(now).toISOString().slice(0, 10);
    if (day !== today) noted.clear();
    today = day;
    const known = noted.get(clientId) ?? new Set();
    noted.set(clientId, known);
    if (known.has(what) || known.size >= most) return false;
    known.add(what);
    return true;
  };
}
