export const symbolModules = 17;

/**
 * The symbol characters of PDF417 (ISO/IEC 15438 §5.3): 17 modules in four bars and four spaces of one to six modules, bar
 * first, of the clusters 0, 3 and 6. As many numbers as modules, 1 for a bar.
 */
export const symbols: readonly (readonly number[])[] = enumerate();

export const startPattern = modules([8, 1, 1, 1, 1, 1, 1, 3]);
export const stopPattern = modules([7, 1, 1, 3, 1, 1, 1, 2, 1]);
function enumerate(): number[][] {
  const found: number[][] = [];
  const grow = (widths: readonly number[], left: number): void => {
    if (widths.length === 8) {
      if (left === 0 && clusterOf(widths) % 3 === 0) found.push(modules(widths));
      return;
    }
    const after = 7 - widths.length;
    for (let width = Math.max(1, left - 6 * after); width <= Math.min(6, left - after); width += 1)
      grow([...widths, width], left - width);
  };
  grow([], symbolModules);
  return found;
}

/** §5.3.1: of the bars' widths alone. */
function clusterOf([b1 = 0, , b2 = 0, , b3 = 0, , b4 = 0]: readonly number[]): number {
  return (b1 - b2 + b3 - b4 + 9) % 9;
}

function modules(widths: readonly number[]): number[] {
  return widths.flatMap((width, at) => Array.from({ length: width }, () => (at % 2 === 0 ? 1 : 0)));
}
