type Sent = { readonly body: AsyncIterable<Uint8Array> | null };

/** What somebody sends, as UTF-8; undefined as soon as it is more than `most` bytes: then we hang up, before it fills our memory. */
export async function readAtMost({ body }: Sent, most: number): Promise<string | undefined> {
  // What nobody expects at its beginning is left there, for whoever parses it.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let size = 0;
  let text = '';
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > most) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
