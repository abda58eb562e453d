/** The windows' font, as a canvas wants it. */
export const chartFont = (sizePx: number): string =>
  `${sizePx}px -apple-system, "SF Pro Text", Inter, "Segoe UI", system-ui, sans-serif`;
