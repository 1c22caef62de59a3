import path from 'node:path';

/** Beside the checkout: it is other people's, and no part of this repository. */
export const corpusFolder = path.resolve(import.meta.dirname, '../../../../../shared/data/aamva');
