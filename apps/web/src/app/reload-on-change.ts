/** For `npm run dev`: whoever comes back to the window after a rebuild sees the new pages. Not part of any other build. */
export function reloadOnChange(): void {
  const running = document.querySelector('script[type="module"]')?.getAttribute('src') ?? '';
  const look = async () => {
    const page = await (await fetch('/', { cache: 'no-store' })).text();
    if (!page.includes(running)) location.reload();
  };
  addEventListener('focus', () => void look().catch(() => undefined));
}
