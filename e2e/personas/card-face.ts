import { toSVG } from 'bwip-js/node';
import { encodeAamva } from '@signet/evidence';
import type { CardHolder } from './card-holder.ts';

/** CR80, 85.6 × 54 mm, drawn at about 24 pixels a millimetre. */
const cardSize = { width: 2024, height: 1276 } as const;

const { width, height } = cardSize;

/** The front of an invented state's sample licence. It says that it is a sample, and looks like no real design. */
export function drawFront(one: CardHolder): string {
  const tint = tintOf(one.id);
  const line = (x: number, y: number, label: string, value: string, size = 50) =>
    `<text x="${x}" y="${y}" font-size="30" fill="#4a5568">${label}</text><text x="${x}" y="${y + 56}" font-size="${size}" font-weight="700" fill="#111827">${escaped(value)}</text>`;
  const { street, city, region, postalCode } = one.address;
  return card(
    `
    <rect width="${width}" height="210" rx="60" fill="${tint.dark}"/><rect y="120" width="${width}" height="90" fill="${tint.dark}"/>
    <text x="80" y="140" font-size="96" font-weight="800" fill="#fff" letter-spacing="6">${stateName(one.jurisdiction)}</text>
    <text x="${width - 80}" y="136" font-size="56" fill="#fff" text-anchor="end">DRIVER LICENSE</text>
    ${portrait(one, 80, 270, 520, 660)}
    ${line(660, 310, '4d LIC NO', one.documentNumber, 64)}
    ${line(1330, 310, '4b EXP', american(one.expiryDate), 64)}
    ${line(660, 450, '1 FAMILY NAME', one.familyName.toUpperCase(), 60)}
    ${line(660, 590, '2 GIVEN NAMES', [one.givenName, one.middleName].filter(Boolean).join(' ').toUpperCase(), 56)}
    ${line(660, 730, '8 ADDRESS', street.toUpperCase())}
    <text x="660" y="846" font-size="50" font-weight="700" fill="#111827">${escaped(`${city}, ${region} ${postalCode}`.toUpperCase())}</text>
    ${line(660, 920, '3 DOB', american(one.birthDate), 60)}
    ${line(1100, 920, '15 SEX', one.sex)} ${line(1290, 920, '16 HGT', `${Math.floor(one.heightInches / 12)}'-${one.heightInches % 12}"`)} ${line(1540, 920, '18 EYES', one.eyes)}
    ${line(660, 1060, '4a ISS', american(one.issueDate))}
    <path d="M100 1060c60-70 90 30 150-20s60-40 110 10 80-60 190-10" stroke="#1f2a44" stroke-width="7" fill="none"/>
    <text x="80" y="1180" font-size="44" font-weight="700" fill="#9b2c2c">SAMPLE – NOT A REAL DOCUMENT</text>`,
    tint.light,
  );
}

/** The back: stripe, a one-dimensional inventory barcode, and the PDF417 barcode that AAMVA asks for, version 10. */
export function drawBack(one: CardHolder): string {
  const tint = tintOf(one.id);
  const payload = encodeAamva({
    jurisdiction: one.jurisdiction,
    familyName: one.familyName,
    givenName: one.givenName,
    ...(one.middleName === undefined ? {} : { middleName: one.middleName }),
    documentNumber: one.documentNumber,
    birthDate: one.birthDate,
    issueDate: one.issueDate,
    expiryDate: one.expiryDate,
    address: one.address,
    sex: one.sex,
    eyes: one.eyes,
    heightInches: one.heightInches,
    documentDiscriminator: `${one.documentNumber}${one.issueDate.replaceAll('-', '')}`,
  });
  const pdf417 = toSVG(pdf417Options(payload));
  const inventory = toSVG({
    bcid: 'code128',
    text: `${one.jurisdiction}${one.documentNumber.slice(0, 6)}`,
    height: 8,
  });
  return card(
    `
    <rect y="80" width="${width}" height="190" fill="#20242c"/>
    <text x="90" y="350" font-size="40" fill="#2d3748">CLASS D · NO RESTRICTIONS · NO ENDORSEMENTS</text>
    <text x="90" y="410" font-size="34" fill="#2d3748">Found? Drop it in any mailbox. This card was made for testing software.</text>
    ${placed(inventory, 1380, 320, 540, 150)}
    <rect x="90" y="520" width="1844" height="600" fill="#fff"/>
    ${placed(pdf417, 130, 555, 1764, 530)}
    <text x="90" y="1210" font-size="44" font-weight="700" fill="#9b2c2c">SAMPLE – NOT A REAL DOCUMENT</text>`,
    tint.light,
  );
}

/** `columns` and the rest are bwip-js options that its types do not list. */
function pdf417Options(text: string): Parameters<typeof toSVG>[0] {
  const options = { bcid: 'pdf417', text, columns: 12, eclevel: 4, rowmult: 4 };
  return options;
}

function card(content: string, background: string): string {
  const waves = Array.from({ length: 14 }, (_none, at) => {
    const y = 90 * at;
    return `<path d="M0 ${y}q500 ${at % 2 ? 80 : -80} 1012 0t1012 0" stroke="#ffffff" stroke-opacity=".55" stroke-width="9" fill="none"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, Arial, sans-serif"><defs><clipPath id="edge"><rect width="${width}" height="${height}" rx="60"/></clipPath></defs><g clip-path="url(#edge)"><rect width="${width}" height="${height}" fill="${background}"/>${waves.join('')}${content}</g></svg>`;
}

/** A drawn head and shoulders: plainly nobody. */
function portrait(one: CardHolder, x: number, y: number, w: number, h: number): string {
  const tint = tintOf(one.id);
  const skin = ['#e0ac7e', '#8d5a3b', '#f1c9a5', '#b97a52'][one.id.length % 4];
  const hair = ['#2b2118', '#6b4a2b', '#111111', '#8a8a8a'][one.id.charCodeAt(0) % 4];
  const long =
    one.sex === 'F'
      ? `<path d="M170 250q-30 240 20 330h280q50-90 20-330z" transform="translate(-70 0)" fill="${hair}"/>`
      : '';
  return `<g transform="translate(${x} ${y})"><rect width="${w}" height="${h}" fill="${tint.pale}"/>${long}<path d="M40 ${h}q20-190 220-190t220 190z" fill="${tint.dark}"/><rect x="210" y="400" width="100" height="110" fill="${skin}"/><ellipse cx="260" cy="300" rx="125" ry="160" fill="${skin}"/><path d="M130 290q-10-190 130-190t130 190q-40-110-130-110t-130 110z" fill="${hair}"/><circle cx="215" cy="300" r="12" fill="#222"/><circle cx="305" cy="300" r="12" fill="#222"/><path d="M215 375q45 30 90 0" stroke="#7b3f2f" stroke-width="9" fill="none"/></g>`;
}

/** Puts a barcode's own SVG at a place and size; both directions stretch, as a printer's raster would. */
function placed(svg: string, x: number, y: number, w: number, h: number): string {
  const [, viewBox = ''] = /viewBox="([^"]+)"/.exec(svg) ?? [];
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  return `<svg x="${x}" y="${y}" width="${w}" height="${h}" viewBox="${viewBox}" preserveAspectRatio="none" shape-rendering="crispEdges">${inner}</svg>`;
}

function tintOf(id: string): { dark: string; light: string; pale: string } {
  const hue = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 360;
  return { dark: `hsl(${hue} 45% 32%)`, light: `hsl(${hue} 40% 88%)`, pale: `hsl(${hue} 25% 94%)` };
}

function stateName(code: string): string {
  return `STATE OF ${code} (SAMPLE)`;
}

function american(isoDate: string): string {
  const [year, month, day] = isoDate.split('-');
  return `${month}/${day}/${year}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
