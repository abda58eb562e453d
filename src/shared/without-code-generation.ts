import { config } from 'zod';

// Imported before any schema is made. Zod else compiles each one to a function of its own when it is first used: at the start, where each is used once,
// that is most of the work; and nothing of Raybar need make code from text.
config({ jitless: true });
