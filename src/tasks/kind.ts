export const taskKinds = ['prefetch', 'refresh'] as const;
export type TaskKind = (typeof taskKinds)[number];
