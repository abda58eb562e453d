import { z } from 'zod';

/** From the least to the gravest; Ray's C++ letters are D I W E F (C). */
export const logLevels = ['trace', 'debug', 'info', 'warning', 'error', 'fatal'] as const;
export const logLevelSchema = z.enum(logLevels);
export type LogLevel = z.infer<typeof logLevelSchema>;

/** Which of the known forms told a line's level and time. */
export const logFormats = [
  /** `[2024-05-06 12:00:00,123 I 4711 4711] (raylet) file.cc:12: text`: Ray's C++ since 0.9. */
  'ray-cpp',
  /** `I0904 12:07:26.417099 49403 281886144 file.cc:36] text`: glog, gRPC and abseil. */
  'glog',
  /** `2024-05-06 12:00:00,123\tINFO file.py:12 -- text`, and Python's other habits. */
  'python',
  /** One JSON object a line: Ray's events and its JSON logs. */
  'json',
  /** `2024-05-06T12:00:00.123Z info text`: Raybar's own. */
  'raybar',
  /** A stack trace, an exception or a crash without a head of its own. */
  'traceback',
  'plain',
] as const;
export const logFormatSchema = z.enum(logFormats);
export type LogFormat = z.infer<typeof logFormatSchema>;

/** A terminal's colour: 0 to 15 are the theme's, "#rrggbb" is the program's own. */
export const logColourSchema = z.union([z.number().int().min(0).max(15), z.string().regex(/^#[0-9a-f]{6}$/)]);
export type LogColour = z.infer<typeof logColourSchema>;

/** How a part of a line was coloured. `start` and `end` are UTF-16 offsets in the row's text. */
export const styleSpanSchema = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  foreground: logColourSchema.optional(),
  background: logColourSchema.optional(),
  bold: z.literal(true).optional(),
  faint: z.literal(true).optional(),
  italic: z.literal(true).optional(),
  underline: z.literal(true).optional(),
  strike: z.literal(true).optional(),
});
export type StyleSpan = z.infer<typeof styleSpanSchema>;

/** One line as it may be shown: no control characters, styles apart, cut when it is very long. */
export const displayedLineSchema = z.object({
  text: z.string(),
  /** In order and without overlaps. */
  spans: z.array(styleSpanSchema),
  /** How many bytes of the line are not shown; 0 for a whole one. */
  cutBytes: z.number().int().nonnegative(),
});
export type DisplayedLine = z.infer<typeof displayedLineSchema>;
