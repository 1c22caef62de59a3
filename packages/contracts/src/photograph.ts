export const photographSides = ['front', 'back'] as const;
export type PhotographSide = (typeof photographSides)[number];
