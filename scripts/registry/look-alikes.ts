/**
 * Letters that look like one of A to Z, by script, each behind the one that it looks like: of Unicode's confusables.txt (UTS #39 §4) those
 * of whose look-alike nothing but marks is left over. Left out are digits, which nobody takes for a letter in a name, what
 * NFKD turns into a letter by itself, and Hebrew and Arabic, whose direction is seen. Capitals that look like l stand with I.
 */
// prettier-ignore
const byScript = {
  Latin: 'BꞴ DÐĐƉ EɆ FƑꞘ GǤ HĦⱧ JɈꞲ KⱩꝀ LŁ NƝ OØƟꝊ RƦ TŦƮȾ UɄ XꞳ YɎ ZƵȤ aɑ bƀƂƃƄɓ cȼᴄ dđƌɖɗ eɇꬲ fƒᵮẝꞙꬵ gƍǥɠɡᶃ hħɦ iıɨɩɪᵻᵼ jɉ kƙ lłƖƗƚǀɫɭ nƞɳᵰ oøɵᴏᴑꝋꬽꬾ pƥᵽ qʠ rɍɼɽᵲꭇꭈ sƽʂᵴꜱ tŧƭᵵ uʋᴜᵾꞟꭎꭒ vᴠ wɯᴡꝡ yƴɏɣʏᶌỿꭚ zƶȥʐᴢᵶ',
  Cyrillic: 'AА BВ CСҪ EЕ GԌ HНҢӇӉ IІӀ JЈ KКҚҞ MМӍ OОѲӨ PР SЅ TТҬ VѴ WԜ XХҲ YУҮҰ aа cсҫ dԁ eеҽҿ hћһꚕ iіӏꙇ jј oоѳө pр qԛ rгғ sѕ vѵ wѡѽԝ xх yуүұ',
  Greek: 'AΑ BΒ EΕ FϜ HΗ IΙ JͿ KΚ MΜϺ NΝ OΟ PΡ TΤ XΧ YΥ ZΖ aα iι jϳ nη oοσ pρ rᴦ uυ vν yγ',
  Armenian: 'OՕ SՏ UՍ fք gց hհ nոռ oօ qգզ uս wա',
  Cherokee: 'AᎪ BᏴ CᏟ DᎠ EᎬ GᏀᏳ HᎻ JᎫ KᏦ LᏞ MᎷ OᎾᏫ PᏢ RᎡᏒ SᏕᏚ TᎢ UᏌ VᏙ WᎳᏔ YᎩᎽ ZᏃ bᏏ cꮯ dᏧ hᏂᏲ iᎥꭵ oꭴꮎꮻ rꮁ sꮪ uꮜ vꮩ wꮃ zꮓ',
  Lisu: 'Aꓮ Bꓐ Cꓚ Dꓓ Eꓰ Fꓝ Gꓖ Hꓧ Iꓲ Jꓙ Kꓗ Lꓡ Mꓟ Nꓠ Oꓳ Pꓑ Rꓣ Sꓢ Tꓔ Uꓴ Vꓦ Wꓪ Xꓫ Yꓬ Zꓜ dꓒ',
  Coptic: 'CⲤ HⲎ IⲒ KⲔ LⳐ MⲘ NⲚ OⲞ PⲢ TⲦ XⲬ YⲨ cⲥ oⲟ pⲣ rⲅ',
  Georgian: 'oჿ yყ',
  Canadian_Aboriginal: 'Aᗅ Bᗷ Dᗞᗪ Fᖴ Hᕼ Jᒍ Lᒪ Mᗰ Pᑭ Rᖇ Uᑌ Vᐯ bᖯ dᑯ xᕁᕽ',
  Deseret: 'C𐐕 L𐐛 O𐐄 S𐐠 c𐐽 o𐐬 s𐑈',
  Tifinagh: 'Eⴹ Oⴱⵁⵔ Qⵕ Vⴸ Xⵝ lⵏ',
} as const;

const looks: ReadonlyMap<string, string> = new Map(
  Object.values(byScript)
    .flatMap((row) => row.split(' '))
    .flatMap((letters) => {
      const [letter = '', ...alike] = letters;
      return alike.map((one) => [one, letter]);
    }),
);

/** The letter of A to Z that it looks like; undefined where it is one, or like none. */
export const looksLatin = (letter: string): string | undefined => looks.get(letter);

/**
 * In three alphabets a mark makes another letter of one that people take it for; in other scripts it is a vowel, and the word another.
 * Of Hebrew and Arabic those are left out that are written or not as one likes: points and short vowels.
 */
export function withoutMarks(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}])\p{M}+/gu, '$1')
    .replaceAll(/[\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u064B-\u0652\u0670]/gu, '')
    .normalize('NFC');
}
