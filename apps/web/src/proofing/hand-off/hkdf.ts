/** HKDF with SHA-256 (RFC 5869) and an empty salt. */
export async function hkdf(
  material: BufferSource,
  info: Uint8Array<ArrayBuffer>,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveBits']);
  const salt = new Uint8Array();
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, bytes * 8));
}
