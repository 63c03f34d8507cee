import sharp from 'sharp';

/** Width and height of every logo. */
const SIDE = 256;
/** Pixels of an upload, before anything is decoded: 8 million take 32 MB. */
const MOST_PIXELS = 8_000_000;
const MOST_BYTES = 102_400;
const TIMEOUT_SECONDS = 5;

/** First bytes of the formats that are read. The declared type and the name of the file say nothing. */
const SIGNATURES: readonly ((file: Buffer) => boolean)[] = [
  (file) => file.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1A\n', 'latin1')),
  (file) => file.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  (file) => file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP',
];

// The library could read many more formats, SVG among them. None of their code runs.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'],
});
sharp.cache(false);
sharp.concurrency(1);

/** Why a file is refused. */
export type LogoFault = 'format' | 'unreadable';

/**
 * The logo as a PNG of ours: 256 × 256, the first frame only, without metadata. Of the upload only pixels remain, so that
 * whatever else is in the file (a page, a script, a second image) is not in the result.
 */
export async function encodeLogo(file: Buffer): Promise<Buffer | LogoFault> {
  if (!SIGNATURES.some((fits) => fits(file))) return 'format';
  try {
    return await encode(file);
  } catch {
    // Damaged, too many pixels, or too slow: the developer can only choose another file.
    return 'unreadable';
  }
}

async function encode(file: Buffer): Promise<Buffer> {
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'truncated', pages: 1 } as const;
  const { data, info } = await sharp(file, { ...options, sequentialRead: true })
    .timeout({ seconds: TIMEOUT_SECONDS })
    .autoOrient()
    .resize(SIDE, SIDE, { fit: 'contain', background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const pixels = sharp(data, { raw: { width, height, channels } });
  const exact = await pixels.clone().png({ compressionLevel: 9 }).toBuffer();
  if (exact.length <= MOST_BYTES) return exact;
  return pixels.png({ compressionLevel: 9, palette: true, colours: 128 }).toBuffer();
}
