import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http, { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';

const modules = '/usr/lib/apache2/modules';
const example = path.join(import.meta.dirname, '../../../../../docs/agencies/examples/apache.conf');
const needed = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'headers', 'auth_openidc'];

/** Whether Debian's Apache and `libapache2-mod-auth-openidc` are on this machine. */
export function hasApache(): boolean {
  return (
    existsSync('/usr/sbin/apache2') &&
    needed.every((name) => existsSync(path.join(modules, `mod_${name}.so`)))
  );
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export type ApacheParts = {
  readonly port: number;
  readonly issuer: string;
  readonly clientId: string;
  readonly keyId: string;
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
};

/** Apache with a protected folder, which says who came in response headers. */
export async function startApache(parts: ApacheParts): Promise<{ close(): void }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signet-apache-'));
  const at = (name: string) => path.join(folder, name);
  mkdirSync(at('pages/private'), { recursive: true });
  writeFileSync(at('pages/private/index.html'), 'inside');
  writeFileSync(at('private.pem'), parts.privateKeyPem, { mode: 0o600 });
  writeFileSync(at('public.pem'), parts.publicKeyPem);
  writeFileSync(at('apache.conf'), configuration(parts, folder));
  execFileSync('/bin/chmod', ['-R', 'a+rX', folder]);
  const apache = spawn('/usr/sbin/apache2', ['-X', '-f', at('apache.conf')], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers(parts.port)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    close() {
      apache.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(parts: ApacheParts, folder: string): string {
  return `
${needed.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
ServerName 127.0.0.1
Listen 127.0.0.1:${parts.port}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
DefaultRuntimeDir ${folder}
Mutex file:${folder} default
DocumentRoot ${folder}/pages
${quickStart(parts, folder)}
<Location /private>
  Header always set x-user "expr=%{REMOTE_USER}"
  ${headerOfExample()}
  Header always set x-given-name "expr=%{reqenv:Signet_given_name}"
  Header always set x-given-name-behind "expr=%{req:Signet-Given-Name}"
</Location>
`;
}

/** The line that the example has for what stands behind Apache. */
function headerOfExample(): string {
  const [, line] = /^#\s+(RequestHeader .+)$/m.exec(readFileSync(example, 'utf8')) ?? [];
  if (line === undefined) throw new Error('the quick start hands no claim on by a header');
  return line;
}

/** What agencies copy, as it stands in docs/agencies/examples, with this test's addresses and keys in the place of its own. */
function quickStart(parts: ApacheParts, folder: string): string {
  const own: readonly (readonly [string, string])[] = [
    ['http://localhost:4000/', `${parts.issuer}/`],
    ['urn:example:agency', parts.clientId],
    ['https://agency.example/', `http://127.0.0.1:${parts.port}/`],
    ['exec:/usr/local/bin/print-passphrase', 'a-passphrase-for-a-test'],
    ['first#/etc/apache2/signet/key.pem', `${parts.keyId}#${folder}/private.pem`],
    ['first#/etc/apache2/signet/key.pub.pem', `${parts.keyId}#${folder}/public.pem`],
  ];
  return own.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the quick start does not say ${from}`);
      return text.replaceAll(from, to);
    },
    readFileSync(example, 'utf8'),
  );
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    http
      .get({ host: '127.0.0.1', port, path: '/' }, (response) => {
        response.resume();
        resolve(true);
      })
      .on('error', () => resolve(false));
  });
}

/** As a browser navigates: Apache takes `fetch` for a script and does not redirect it. */
export function navigate(url: URL, init: RequestInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    http
      .request(
        url,
        {
          method: init.method ?? 'GET',
          headers: {
            accept: 'text/html',
            'sec-fetch-mode': 'navigate',
            'sec-fetch-dest': 'document',
            ...(init.headers as Record<string, string>),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const headers = new Headers();
            for (const [name, value] of Object.entries(response.headers))
              for (const one of [value ?? []].flat()) headers.append(name, one);
            const status = response.statusCode ?? 500;
            resolve(
              new Response(status === 204 ? null : Buffer.concat(chunks), { status, headers }),
            );
          });
        },
      )
      .on('error', reject)
      .end();
  });
}
