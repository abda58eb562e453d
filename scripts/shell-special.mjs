/**
 * What means something to a shell, or parts words. Ray starts workers that have a runtime environment, and its client server, by a shell line
 * that doesn't quote the interpreter's path (runtime_env/context.py): in a path with one of these the head ends itself, and such tasks never
 * start.
 */
export const SHELL_SPECIAL = /[\s"'`$&|;<>()\\*?!#~[\]{}]/;
