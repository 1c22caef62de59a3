import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const examples = path.join(import.meta.dirname, '../../../../../docs/agencies/examples');

/** Another than Debian's, such as that of a `venv` with the newest Authlib. */
const python = process.env['SIGNET_PYTHON'] ?? '/usr/bin/python3';

/** The quick starts of `docs/agencies` that run with what npm or Debian packages; `probe` says whether it is on this machine. */
// prettier-ignore
const languages = {
  node:   { probe: [process.execPath, '--version'],                                             packages: 'nodejs' },
  python: { probe: [python, '-c', 'import authlib, flask, requests'],                           packages: 'python3-authlib python3-flask python3-requests' },
  java:   { probe: ['/bin/sh', '-c', 'test -x /usr/bin/javac && test -e /usr/share/java/jackson-databind.jar'],  packages: 'openjdk-17-jdk-headless libjackson2-databind-java' },
  ruby:   { probe: ['/usr/bin/ruby', '-e', 'require "openid_connect"; require "sinatra/base"'], packages: 'ruby-openid-connect ruby-sinatra puma' },
} as const;

export type Language = keyof typeof languages;
export const exampleLanguages = Object.keys(languages) as Language[];
export const packagesOf = (language: Language) => languages[language].packages;

export function canRun(language: Language): boolean {
  const [command, ...words] = languages[language].probe;
  return spawnSync(command, words, { stdio: 'ignore' }).status === 0;
}

function commandOf(language: Language, port: number): readonly [string, ...string[]] {
  if (language === 'node') return [process.execPath, path.join(examples, 'node.mjs')];
  if (language === 'java')
    return [
      '/usr/bin/java',
      // Only to start sooner: the source is compiled first.
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-cp',
      '/usr/share/java/*',
      path.join(examples, 'Login.java'),
    ];
  return language === 'python'
    ? [python, '-m', 'flask', '--app', path.join(examples, 'python.py'), 'run', '-p', String(port)]
    : ['/usr/bin/ruby', path.join(examples, 'ruby.rb'), '-p', String(port), '-o', '127.0.0.1'];
}

/** Runs the example as it stands, in a folder with its key and nothing else. */
export async function startExample(
  language: Language,
  parts: {
    readonly port: number;
    readonly issuer: string;
    readonly clientId: string;
    readonly privateKeyPem: string;
    readonly redirectUri: string;
  },
): Promise<{ close(): void; said(): string }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signet-example-'));
  writeFileSync(path.join(folder, 'key.pem'), parts.privateKeyPem, { mode: 0o600 });
  const [command, ...words] = commandOf(language, parts.port);
  let said = '';
  const child = spawn(command, words, {
    cwd: folder,
    env: {
      PATH: '/usr/bin:/bin',
      SIGNET_ISSUER: parts.issuer,
      CLIENT_ID: parts.clientId,
      REDIRECT_URI: parts.redirectUri,
      ORIGIN: new URL(parts.redirectUri).origin,
    },
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let tries = 0; tries < 150 && !(await answers(parts.port)); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    said: () => said,
    close() {
      child.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then(
    () => true,
    () => false,
  );
}
