import { searchHeapAfter } from './sealed-releases.ts';

// `npm run test:heap`: a hundred releases, then every string on the bff's heap.
const { releases, bytes, found, searchWorks } = await searchHeapAfter(100);
console.log(`${releases} sealed releases; ${bytes} bytes of heap; ${found.length} values found.`);
if (!searchWorks) console.error('The search does not find what is certainly there.');
if (found.length > 0 || !searchWorks) process.exit(1);
