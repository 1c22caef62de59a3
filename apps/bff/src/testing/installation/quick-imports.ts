import { registerHooks } from 'node:module';

// Imported before `main.ts`: Node reads the 180 KB of Drizzle's package.json again for each of its files, which is two thirds of
// what a start takes. Their own imports of each other need none of it.
registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context;
    if (!specifier.startsWith('.') || !parentURL?.includes('/node_modules/drizzle-orm/'))
      return next(specifier, context);
    return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
  },
});
