import * as v from 'valibot';
import type { InputOf, ReplyOf } from '@signet/contracts/operation';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { problemSchema, type Problem } from '@signet/contracts/problem';
import { failed, ok, type Result } from '@signet/contracts/result';

type Cookie = { readonly name: string; readonly value: string; readonly path: string };
type Table = typeof operationTable;

/** What Signet said no to, where the script of the visit did not foresee it. */
export class Refused extends Error {
  readonly code: Problem['code'];
  constructor(code: Problem['code']) {
    super(`Signet refused: ${code}.`);
    this.code = code;
  }
}

/** A browser without a screen: cookies by path (RFC 6265 §5.4), and redirects that are shown instead of followed. */
export function createBrowser(issuer: string) {
  let jar: readonly Cookie[] = [];

  async function send(address: string, init: RequestInit = {}): Promise<Response> {
    const { pathname, href } = new URL(address, issuer);
    const cookie = jar
      .filter(({ path }) => isWithin(pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(href, {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string>), cookie },
    });
    for (const line of response.headers.getSetCookie()) keep(line, pathname);
    return response;
  }

  function keep(line: string, pathname: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const attribute = (wanted: string) =>
      attributes.find((one) => one.toLowerCase().startsWith(`${wanted}=`))?.split('=')[1];
    const path = attribute('path') ?? pathname;
    const others = jar.filter((one) => one.name !== name || one.path !== path);
    const ends =
      attribute('max-age') === '0' || Date.parse(attribute('expires') ?? '') <= Date.now();
    jar = ends || value === '' ? others : [...others, { name, value, path }];
  }

  return {
    issuer,
    /** As a link is followed; the answer is a redirect or a page. */
    visit: (address: string) => send(address, { headers: { accept: 'text/html' } }),

    /** The buttons of a page of the provider's. */
    submit: (path: string, fields: Readonly<Record<string, string>>) =>
      send(path, {
        method: 'POST',
        headers: { origin: issuer, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),

    /** One operation of the table, as Signet's own pages ask for it. */
    async ask<Name extends OperationName>(
      name: Name,
      input: InputOf<Table[Name]>,
      params: Readonly<Record<string, string>> = {},
    ): Promise<Result<ReplyOf<Table[Name]>, Problem>> {
      const { method, path, reply } = operationTable[name];
      const target = path.replaceAll(/:(\w+)/g, (_whole, key: string) => params[key] ?? '');
      const fromHere = { origin: issuer, 'sec-fetch-site': 'same-origin' };
      const response = await send(
        target,
        method === 'GET'
          ? { headers: fromHere }
          : {
              method,
              headers: { ...fromHere, 'content-type': 'application/json' },
              body: JSON.stringify(input),
            },
      );
      const content: unknown = await response.json();
      return response.ok
        ? ok(v.parse(reply as v.GenericSchema<unknown, ReplyOf<Table[Name]>>, content))
        : failed(v.parse(problemSchema, content));
    },

    /** An operation that a script cannot foresee to fail. */
    async must<Name extends OperationName>(
      name: Name,
      input: InputOf<Table[Name]>,
      params: Readonly<Record<string, string>> = {},
    ): Promise<ReplyOf<Table[Name]>> {
      const answer = await this.ask(name, input, params);
      if (!answer.ok) throw new Refused(answer.error.code);
      return answer.value;
    },

    /** Goes on with the agency's request; answers where that leads. */
    async resume(path: string): Promise<string> {
      const response = await send(path, {
        headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin' },
      });
      return v.parse(v.object({ location: v.string() }), await response.json()).location;
    },
  };
}

export type Browser = ReturnType<typeof createBrowser>;

function isWithin(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
