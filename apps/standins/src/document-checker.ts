import { createHash, timingSafeEqual } from 'node:crypto';
import { measureImage, type ImageMeasures } from './measure-image.ts';
import { magicAnswer } from './outcomes.ts';
import { json, parseObject, referenceIn, type SourceEndpoint } from './source-endpoint.ts';

const fields = ['transactionRef', 'front', 'back', 'barcode'] as const;

type Alert = { readonly name: string; readonly result: 'failed' | 'attention' };

/** Pretends to look at photographs as a document-authentication product would; it really measures them. */
export function documentChecker(apiKey: string): SourceEndpoint {
  return {
    endpoint: 'document-checker',
    path: '/document-checker/v1/documents',
    limitBytes: 32_000_000,
    refuse(c) {
      const given = Buffer.from(c.req.header('x-api-key') ?? '');
      const expected = Buffer.from(apiKey);
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        return 'api_key_wrong';
      return c.req.header('signet-retention') === 'none' ? undefined : 'retention_flag_missing';
    },
    async answer(body, wrongly) {
      const parsed = parseObject(body, fields);
      if (!parsed.ok) return { reply: json(400, { error: parsed.error }), fields: [] };
      const { front, back, barcode } = parsed.value;
      if (
        typeof front !== 'string' ||
        typeof back !== 'string' ||
        (barcode !== null && typeof barcode !== 'string')
      ) {
        return { reply: json(400, { error: 'field_malformed' }), fields };
      }
      const images = { front: Buffer.from(front, 'base64'), back: Buffer.from(back, 'base64') };
      const [frontMeasures, backMeasures] = await Promise.all([
        measureImage(images.front),
        measureImage(images.back),
      ]);
      const alerts = [
        ...imageAlerts('front', frontMeasures),
        ...imageAlerts('back', backMeasures),
        ...(digest(images.front) === digest(images.back) ? [failed('sides identical')] : []),
        ...documentAlerts(barcode),
      ];
      const result = alerts.some((one) => one.result === 'failed')
        ? 'failed'
        : alerts.length > 0
          ? 'attention'
          : 'passed';
      const answer = {
        transactionRef: referenceIn(parsed.value, 'transactionRef', wrongly),
        result,
        alerts,
        images: { front: frontMeasures, back: backMeasures },
      };
      return { reply: json(200, answer), fields };
    },
  };
}

function imageAlerts(side: string, image: ImageMeasures | undefined): Alert[] {
  if (image === undefined) return [attention(`${side} unreadable`)];
  return [
    ...(Math.max(image.width, image.height) < 600 ? [attention(`${side} too small`)] : []),
    ...(image.sharpness < 15 ? [attention(`${side} blurred`)] : []),
    ...(image.brightness < 35 ? [attention(`${side} dark`)] : []),
  ];
}

function documentAlerts(barcode: string | null): Alert[] {
  const number = barcode === null ? undefined : /DAQ([^\n\r]+)/.exec(barcode)?.[1]?.trim();
  if (number === undefined) return [attention('2D barcode read')];
  const magic = magicAnswer('document-checker', number);
  if (magic === 'forged') return [failed('visible pattern')];
  return magic === 'attention' ? [attention('visible pattern')] : [];
}

const failed = (name: string): Alert => ({ name, result: 'failed' });
const attention = (name: string): Alert => ({ name, result: 'attention' });
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
