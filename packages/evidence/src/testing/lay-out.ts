type Size = { readonly width: number; readonly height: number };
type Pose = Size & {
  readonly roll: number;
  readonly pitch: number;
  readonly yaw: number;
  readonly distance: number;
  readonly fill: number;
  readonly seed: number;
};
type Pair = readonly [number, number];

/**
 * A pinhole camera over a card: turned and tilted as the pose says, at a distance in millimetres, zoomed so that the card fills
 * its share of the picture and lies somewhere within it.
 */
export function cameraOver(pose: Pose, card: Size) {
  const [roll, pitch, yaw] = [pose.roll, pose.pitch, pose.yaw].map(
    (degrees) => (degrees * Math.PI) / 180,
  ) as [number, number, number];
  const [cr, sr, cp, sp, cy, sy] = [
    Math.cos(roll),
    Math.sin(roll),
    Math.cos(pitch),
    Math.sin(pitch),
    Math.cos(yaw),
    Math.sin(yaw),
  ];
  // Rz · Rx · Ry on (x, y, 0), then away from the lens.
  const project = (x: number, y: number): Pair => {
    const [ax, az] = [x * cy, -x * sy];
    const [by, bz] = [y * cp - az * sp, y * sp + az * cp];
    const depth = 1 + bz / pose.distance;
    return [(ax * cr - by * sr) / depth, (ax * sr + by * cr) / depth];
  };
  const [w, h] = [card.width / 2, card.height / 2];
  const corners = [project(-w, -h), project(w, -h), project(w, h), project(-w, h)];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right, top, bottom] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const scale = pose.fill * Math.min(pose.width / (right - left), pose.height / (bottom - top));
  const room = (size: number, extent: number) => (size - extent * scale) * 0.8;
  const dx =
    pose.width / 2 -
    ((left + right) / 2) * scale +
    room(pose.width, right - left) * (((pose.seed * 7) % 100) / 100 - 0.5);
  const dy =
    pose.height / 2 -
    ((top + bottom) / 2) * scale +
    room(pose.height, bottom - top) * (((pose.seed * 13) % 100) / 100 - 0.5);
  const toPicture = (u: number, v: number): Pair => {
    const [x, y] = project(u - w, v - h);
    return [x * scale + dx, y * scale + dy];
  };
  return {
    toPicture,
    toCard: inverse(
      [
        toPicture(0, 0),
        toPicture(card.width, 0),
        toPicture(card.width, card.height),
        toPicture(0, card.height),
      ],
      card,
    ),
    pixelsPerMillimetre: scale,
  };
}

/** From the picture back to the card: the inverse of the square-to-quadrilateral map (Heckbert 1989, §2.2.3). */
function inverse([p0, p1, p2, p3]: readonly [Pair, Pair, Pair, Pair], card: Size) {
  const [dx1, dy1] = [p1[0] - p2[0], p1[1] - p2[1]];
  const [dx2, dy2] = [p3[0] - p2[0], p3[1] - p2[1]];
  const [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  const [a, b, c] = [p1[0] - p0[0] + g * p1[0], p3[0] - p0[0] + h * p3[0], p0[0]];
  const [d, e, f] = [p1[1] - p0[1] + g * p1[1], p3[1] - p0[1] + h * p3[1], p0[1]];
  // Adjugate of [a b c; d e f; g h 1].
  const [A, B, C] = [e - f * h, c * h - b, b * f - c * e];
  const [D, E, F] = [f * g - d, a - c * g, c * d - a * f];
  const [G, H, I] = [d * h - e * g, b * g - a * h, a * e - b * d];
  return (x: number, y: number): Pair => {
    const scale = G * x + H * y + I;
    return [
      ((A * x + B * y + C) / scale) * card.width,
      ((D * x + E * y + F) / scale) * card.height,
    ];
  };
}
