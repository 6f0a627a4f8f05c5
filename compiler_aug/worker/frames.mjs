// @ts-check
/** Messages over pipes: four bytes of length, big endian, then that many bytes of JSON. */

const HEADER = 4;

/**
 * @param {unknown} message
 * @returns {Buffer}
 */
export function encodeFrame(message) {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(body.length);
  return Buffer.concat([header, body]);
}

/**
 * Messages of a byte stream, in order; ends with the stream.
 *
 * @param {AsyncIterable<Buffer>} stream
 * @returns {AsyncGenerator<any>}
 */
export async function* decodeFrames(stream) {
  /** @type {Buffer[]} */
  let parts = [];
  let size = 0;
  let wanted = HEADER;
  let inHeader = true;
  for await (const part of stream) {
    parts.push(part);
    size += part.length;
    while (size >= wanted) {
      const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      const frame = bytes.subarray(0, wanted);
      parts = [bytes.subarray(wanted)];
      size -= wanted;
      if (inHeader) {
        wanted = frame.readUInt32BE();
      } else {
        wanted = HEADER;
        yield JSON.parse(frame.toString('utf8'));
      }
      inHeader = !inHeader;
    }
  }
}
