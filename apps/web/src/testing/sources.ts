const files = import.meta.glob<string>('../**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Every file of the app but tests and what they stand on, by its path from `src/`, without its comments. */
export const sources: readonly (readonly [file: string, code: string])[] = Object.entries(files)
  .map(([path, text]) => [path.replace('../', ''), withoutComments(text)] as const)
  .filter(([path]) => !/\.test\.tsx?$|^\.\/|^(testing|hostile-server)\//.test(path));

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
}
