import * as v from 'valibot';

/**
 * Area codes of the North American Numbering Plan that are no place in the United States and its territories (American Samoa 684, Guam
 * 671, Northern Marianas 670, Puerto Rico 787 and 939, Virgin Islands 340). A message there is charged as one abroad, or by whoever
 * owns the number, which is what fraudsters are paid from; nobody's evidence says that they live there.
 *
 * Source: Google's libphonenumber, metadata for calling code 1 as in libphonenumber-js 1.13.16, after the assignments of NANPA and CNA.
 * These are named, and not those of the United States, so that whoever gets a number of a new area code there is not refused.
 */
// prettier-ignore
export const areaCodesElsewhere = [
  ['Canada',                   '204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 514 519 548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942'],
  ['Anguilla',                 '264'],
  ['Antigua and Barbuda',      '268'],
  ['Bahamas',                  '242'],
  ['Barbados',                 '246'],
  ['Bermuda',                  '441'],
  ['British Virgin Islands',   '284'],
  ['Cayman Islands',           '345'],
  ['Dominica',                 '767'],
  ['Dominican Republic',       '809 829 849'],
  ['Grenada',                  '473'],
  ['Jamaica',                  '658 876'],
  ['Montserrat',               '664'],
  ['Saint Kitts and Nevis',    '869'],
  ['Saint Lucia',              '758'],
  ['Saint Vincent',            '784'],
  ['Sint Maarten',             '721'],
  ['Trinidad and Tobago',      '868'],
  ['Turks and Caicos Islands', '649'],
  ['premium rate',             '900'],
  ['toll free',                '800 822 833 844 855 866 877 888'],
  ['no place: follows somebody, belongs to machines, a carrier or the government', '500 521 522 523 524 525 526 527 528 529 532 533 544 566 577 588 600 622 633 700 710'],
] as const;

const elsewhere = new Set(areaCodesElsewhere.flatMap(([, codes]) => codes.split(' ')));

/** Premium rate within many an area code, ever since local ones were sold. */
const premiumExchange = '976';

/** E.164, numbers of the United States and its territories only, none at premium rate: `+1` and ten digits. */
export const usPhoneNumber = v.pipe(
  v.string(),
  v.regex(/^\+1[2-9]\d{2}[2-9]\d{6}$/),
  v.check((number) => !elsewhere.has(number.slice(2, 5)) && number.slice(5, 8) !== premiumExchange),
);
