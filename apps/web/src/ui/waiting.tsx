import { useEffect, useState } from 'react';

/** Says once, after a second, what is going on. */
export function Waiting({ text }: { readonly text: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), 1_000);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p role="status" className={said === '' ? 'usa-sr-only' : 'signet-waiting'}>
      {said}
    </p>
  );
}
