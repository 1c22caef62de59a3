type Cookie = { readonly value: string; readonly path: string };
export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** A person's browser: cookies by path, redirects shown instead of followed. */
export function createBrowser(issuer: string, fetch: Fetch = globalThis.fetch) {
  const jar = new Map<string, Cookie>();

  async function send(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, issuer);
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string>), cookie: cookiesFor(url.pathname) },
    });
    for (const line of response.headers.getSetCookie()) keep(line, url.pathname);
    return response;
  }

  function cookiesFor(pathname: string): string {
    return [...jar]
      .filter(
        ([, { path }]) =>
          pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
      )
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');
  }

  function keep(line: string, pathname: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const attribute = (wanted: string) =>
      attributes
        .find((one) => one.toLowerCase().startsWith(`${wanted}=`))
        ?.slice(wanted.length + 1);
    const path = attribute('path') ?? pathname;
    const gone =
      attribute('max-age') === '0' || new Date(attribute('expires') ?? '2100').getTime() < 1;
    if (gone || value === '') jar.delete(`${name} ${path}`);
    else jar.set(`${name} ${path}`, { value, path });
  }

  return {
    send,
    keep: (line: string) => keep(line, '/'),
    cookie: (name: string) => jar.get(`${name} /`)?.value,
    cookieNames: () => [...jar.keys()].map((key) => key.split(' ')[0]),
    post: (path: string, body: unknown = {}) =>
      send(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: issuer,
          'sec-fetch-site': 'same-origin',
        },
        body: JSON.stringify(body),
      }),
    /** As our own pages go on with a request. */
    resume: (path: string) =>
      send(path, { headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin' } }),
  };
}

export type Browser = ReturnType<typeof createBrowser>;
