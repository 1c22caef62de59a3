import { evidenceKinds, type EvidenceKind } from '@signet/contracts/policy/evidence-kinds';
import type { Profile } from '@signet/contracts/policy/profile';
import { profiles } from '@signet/contracts/policy/profiles';

type Row = {
  readonly topic: string;
  readonly section: string;
  /** What SP 800-63A-4 says, in our words. */
  readonly asked: string;
  readonly ours: (profile: Profile) => string;
  readonly agrees: (profile: Profile) => boolean;
};

const ial2Of = ({ pathways }: Profile) => pathways.filter(({ level }) => level === 'ial2');
const daysOf = ({ codes }: Profile) =>
  `${codes.letter.daysValid.contiguous} days, ${codes.letter.daysValid.elsewhere} elsewhere`;
const looksForDeath = ({ pathways }: Profile) =>
  pathways.every(({ needs }) =>
    needs.some(({ kind, result }) => kind === 'death_record' && result === 'no'),
  );
const channels = ({ notice }: Profile) =>
  `${notice.afterPhoneCode.join(', ')} after a phone code; ${notice.afterLetterCode.join(', ')} after a letter`;

/** Every point in which a profile can differ. What is the same in all of them stands under the table. */
// prettier-ignore
const rows: readonly Row[] = [
  { topic: 'Days for which a letter’s code is valid', section: '§3.8', asked: '21 days in the contiguous United States, 30 elsewhere',
    ours: daysOf, agrees: ({ codes }) => codes.letter.daysValid.contiguous <= 21 && codes.letter.daysValid.elsewhere <= 30 },
  { topic: 'Minutes for which a telephone’s code is valid', section: '§3.8', asked: '10 minutes',
    ours: ({ codes }) => `${codes.sms.minutesValid} by text, ${codes.voice.minutesValid} by voice`, agrees: ({ codes }) => codes.sms.minutesValid <= 10 && codes.voice.minutesValid <= 10 },
  { topic: 'Digits of a telephone’s code', section: '§3.8', asked: 'at least 6', ours: ({ codes }) => `${codes.sms.digits} by text, ${codes.voice.digits} by voice`, agrees: ({ codes }) => codes.sms.digits >= 6 && codes.voice.digits >= 6 },
  { topic: 'Evidence for IAL2', section: '§4.2.2', asked: '1 FAIR and 1 STRONG, or 2 STRONG, or 1 SUPERIOR',
    ours: (profile) => ial2Of(profile).flatMap(({ combinations }) => combinations.map((one) => one.join(' + '))).join('; or ') || 'never called `ial2`',
    agrees: (profile) => ial2Of(profile).every(({ combinations }) => combinations.every((one) => one.includes('SUPERIOR') || one.filter((piece) => piece === 'STRONG').length > 1 || (one.includes('STRONG') && one.includes('FAIR')))) },
  { topic: 'Every piece is shown to be the applicant’s own', section: '§4.2.6', asked: 'for each piece presented',
    ours: ({ pathways }) => pathways.map(({ name, level, everyPieceVerified }) => `${name} (${level}): ${everyPieceVerified ? 'yes' : 'no'}`).join('; '),
    agrees: ({ pathways }) => pathways.every(({ everyPieceVerified }) => everyPieceVerified) },
  { topic: 'Records of death are looked up', section: '§3.2.1', asked: 'at every proofing', ours: (profile) => looksForDeath(profile) ? 'needed' : 'a positive one refuses; none is needed', agrees: looksForDeath },
  { topic: 'Notice of proofing', section: '§3.10', asked: 'to a validated postal address or telephone', ours: channels, agrees: ({ notice }) => notice.afterPhoneCode.length > 0 && notice.afterLetterCode.length > 0 },
];

/** What holds in every profile and is less, or other, than the guideline; each is honest work left to whoever operates it. */
const everywhere = [
  'The notice goes to every e-mail address too. Where a profile says "phone" after a letter and no telephone was confirmed, it goes by letter; so it does where a telephone takes no text messages.',
  'No face is compared and nobody looks at pictures: those methods stand in the tables and no step makes their facts.',
  'A barcode is unsigned; what agrees with itself is called consistent, never authentic (§3.13 asks for more of a document check).',
  'The sources of a development installation are stand-ins; levels are earned with real ones and an assessor. Signet claims no conformance.',
];

/** PROOF-26: `docs/deviations.md`, from the profiles themselves (SP 800-63A-4 §3.2.1 asks to tell agencies of every departure). */
export function deviationsPage(): string {
  const names = Object.keys(profiles);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const compared = rows.map(({ topic, section, asked, ours, agrees }) =>
    line([
      topic,
      section,
      asked,
      ...Object.values(profiles).map((one) => `${agrees(one) ? '' : '**differs:** '}${ours(one)}`),
    ]),
  );
  const kinds = Object.entries(evidenceKinds).map(([name, { taken }]) =>
    line([
      `\`${name}\``,
      profiles['as-published'].classes[name as EvidenceKind],
      taken ? 'yes' : 'its place is ready',
    ]),
  );
  return `# Where each profile differs from SP 800-63A-4

Made by \`npm run -s deviations\` from \`packages/contracts/src/policy\`; a test compares it. A deployment chooses its profile in
\`registry/profile.json\`, which is signed into the registry.

${line(['Point', 'Section', 'SP 800-63A-4', ...names.map((name) => `\`${name}\``)])}
${line(['Point', 'Section', 'asked', ...names].map(() => '---'))}
${compared.join('\n')}

## In every profile

${everywhere.map((sentence) => `- ${sentence}`).join('\n')}

## Evidence

${line(['Kind', 'Class', 'Taken'])}
${line(['---', '---', '---'])}
${kinds.join('\n')}
`;
}
