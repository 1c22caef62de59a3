// oxlint-disable-next-line import/default -- Vite answers this query with the address of the file
import url from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** For the browser's build only: where the decoder's WebAssembly is served. */
export const barcodeDecoderUrl: string = url;
