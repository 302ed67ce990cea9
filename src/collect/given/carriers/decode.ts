import { gunzipSync } from 'node:zlib';

export type Decoded = { bytes: Buffer } | { unread: string };

/** The alphabet of RFC 4648 and nothing else but line breaks: what decoders disagree on is not guessed. */
export function fromBase64(text: string): Decoded {
  const packed = text.replace(/[ \t\r\n]+/g, '');
  const isWhole = packed.length % 4 === 0 && !/[^A-Za-z0-9+/=]|=[^=]|===/.test(packed);
  return isWhole ? { bytes: Buffer.from(packed, 'base64') } : { unread: 'its content is no whole base64' };
}

const MOST = 64 * 1024 * 1024;

/** Unpacks what one given file holds, and all together no more than so much of it. */
export class Unpacker {
  #left = MOST;

  gunzip(packed: Buffer): Decoded {
    try {
      const bytes = gunzipSync(packed, { maxOutputLength: Math.max(this.#left, 1) });
      this.#left -= bytes.length;
      return { bytes };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      return {
        unread:
          error.code === 'ERR_BUFFER_TOO_LARGE'
            ? `unpacked the content of the file is larger than ${MOST / 1024 / 1024} MiB`
            : 'its content is no whole gzip',
      };
    }
  }
}

/** As gzip begins: RFC 1952. */
export function isGzip(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const DATA = /^data:[^,]*?(;base64)?,(.*)$/;
const ODD = /[^-\w.!~*'();/?:@&=+$,%]|%(?![0-9A-Fa-f]{2})/;

/**
 * What a URL of the scheme `data` holds (RFC 2397), in the letters that Ignition takes.
 * https://github.com/vincent-petithory/dataurl/blob/v1.0.0/lex.go
 */
export function fromDataUrl(url: string): Decoded {
  const [whole, base64, data = ''] = DATA.exec(url) ?? [];
  if (whole === undefined || ODD.test(data)) return { unread: 'its source is no whole data URL' };
  return base64 === undefined ? { bytes: percentDecoded(data) } : fromBase64(data);
}

function percentDecoded(text: string): Buffer {
  const bytes = text.replace(/%(..)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1');
}
