import { useLingui } from '@lingui/react/macro';
import type { Client } from '@signet/contracts/client';

/** What is kept of a browser, in words: "Firefox 153 on a computer". */
export function useClientText() {
  const { t } = useLingui();
  return (client: Client | null): string => {
    if (client === null) return t({ id: 'client.unknown', message: 'An unknown browser' });
    const browser = [
      client.browser === 'other'
        ? t({ id: 'client.other', message: 'Another browser' })
        : client.browser,
      client.version,
    ]
      .filter((part) => part !== null)
      .join(' ');
    return {
      phone: t({ id: 'client.phone', message: `${browser} on a phone` }),
      tablet: t({ id: 'client.tablet', message: `${browser} on a tablet` }),
      computer: t({ id: 'client.computer', message: `${browser} on a computer` }),
    }[client.device];
  };
}
