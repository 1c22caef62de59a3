import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { areaCodesElsewhere, usPhoneNumber } from './us-phone-number.ts';

const isTaken = (area: string, rest = '5550143') => v.is(usPhoneNumber, `+1${area}${rest}`);

/** The area codes of the 50 states and the District, from the same source as the table. */
const ofTheStates =
  '201-203 205-210 212-220 223-225 227-229 231 234-235 239-240 248 251-254 256 260 262 267 269-270 272 274 276 279 281 283 ' +
  '301-305 307-310 312-321 323-327 329-332 334 336-337 339 341 346-347 350-353 360-361 363-364 369 380 385-386 401-402 ' +
  '404-410 412-415 417 419 423-425 430 432 434-435 440 442-443 445 447-448 458 463-464 469-470 472 475 478-480 484 501-505 ' +
  '507-510 512-513 515-518 520 530-531 534 539-541 551 557 559 561-564 567 570-575 580 582 585-586 601-603 605-610 612 ' +
  '614-620 623 626 628-631 636 640-641 645-646 650-651 656-657 659-662 667 669 678 680-682 686 689 701-704 706-708 712-720 ' +
  '724-728 730-732 734 737-738 740 743 747-748 754 757 760 762-763 765 769-775 779 781 785-786 801-806 808 810 812-818 ' +
  '820-821 826 828 830-832 835 838-840 843 845 847-848 850 854 856-860 862-865 870 872 878 901 903-904 906-910 912-920 925 ' +
  '928-931 934 936-938 940-941 943 945 947-949 951-952 954 956 959 970-973 975 978-980 983-986 989';
const ofTheTerritories = '340 670-671 684 787 939';

function areaCodes(ranges: string): string[] {
  return ranges.split(' ').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_none, nth) => String(from + nth));
  });
}

describe('a telephone that a code or a link may go to is one of the United States (PROOF-35)', () => {
  test('in every area code of the states and territories', () => {
    const all = areaCodes(`${ofTheStates} ${ofTheTerritories}`);
    expect(all).toHaveLength(365);
    expect(all.filter((area) => !isTaken(area))).toEqual([]);
  });

  test.each(areaCodesElsewhere)('and not one of: %s', (_where, codes) => {
    expect(codes.split(' ').filter((area) => isTaken(area))).toEqual([]);
  });

  test('the table names no area code twice', () => {
    const all = areaCodesElsewhere.flatMap(([, codes]) => codes.split(' '));
    expect(new Set(all).size).toBe(all.length);
  });

  test('nor at premium rate within an area code, nor one that cannot be', () => {
    expect(isTaken('202', '9760143')).toBe(false);
    expect(isTaken('202', '0550143')).toBe(false);
    expect(isTaken('202', '1550143')).toBe(false);
  });
});
