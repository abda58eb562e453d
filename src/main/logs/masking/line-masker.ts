import type { MaskedText, Replacement } from '../formats/display-line';
import { type FoundSecret, secretMark } from './found-secret';
import { homePaths } from './home-paths';
import { knownTokens } from './known-tokens';
import { namedSecrets } from './named-secrets';
import { toldSecrets } from './told-secrets';

export interface MaskOptions {
  /** Home directories beside the usual places of such. */
  homes: readonly string[];
  /** Secrets that are known as they are: the cluster's token. Shorter ones than 6 characters are left alone. */
  secrets?: readonly string[];
}

const shortestKnownSecret = 6;
const keyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
/** A key of 16,384 bits has 200 lines. A BEGIN without an END must not hide the rest of a log. */
const mostKeyLines = 400;

/**
 * Who shows lines out of the middle of a file lets the masker see this many before them, so that a key that began there is known; a whole
 * line of a key is hidden without that, too.
 */
export const keyLookBackLines = 100;

/**
 * Hides secrets and home directories in lines that come in order: a private key goes over several. Masking twice is masking once. Text is masked
 * after its escape sequences are taken out (a colour within a token must not save it), and before it is cut.
 */
export class LineMasker {
  private keyLines = 0;
  private readonly homes: (text: string) => FoundSecret[];
  private readonly secrets: readonly string[];

  constructor({ homes, secrets = [] }: MaskOptions) {
    this.homes = homePaths(homes);
    this.secrets = secrets.filter((secret) => secret.length >= shortestKnownSecret);
  }

  /** Forgets the line before: what follows is of another file or place. */
  restart(): void {
    this.keyLines = 0;
  }

  /** @param text one line, without its line break */
  mask = (text: string): MaskedText => {
    const keys = this.keyParts(text);
    const found = [
      ...keys,
      ...knownTokens(text),
      ...namedSecrets(text),
      ...toldSecrets(text),
      ...this.secrets.flatMap((secret) => occurrences(text, secret)),
      ...this.homes(text),
    ];
    return replaced(text, merged(found));
  };

  private keyParts(text: string): FoundSecret[] {
    const end = keyEnd.exec(text);
    const begin = keyBegin.exec(text);
    const behindEnd = end === null ? text.length : end.index + end[0].length;
    if (this.keyLines > 0) {
      this.keyLines = end === null && this.keyLines < mostKeyLines ? this.keyLines + 1 : 0;
      return text === '' ? [] : [{ start: 0, end: behindEnd, shown: secretMark }];
    }
    if (begin === null) return [];
    const endsHere = end !== null && end.index > begin.index;
    if (!endsHere) this.keyLines = 1;
    return [{ start: begin.index, end: endsHere ? behindEnd : text.length, shown: secretMark }];
  }
}

function occurrences(text: string, secret: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length)) {
    found.push({ start: at, end: at + secret.length, shown: secretMark });
  }
  return found;
}

/** In order; what overlaps or touches becomes one. */
function merged(found: readonly FoundSecret[]): FoundSecret[] {
  const whole: FoundSecret[] = [];
  for (const next of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = whole.at(-1);
    if (
      last === undefined ||
      next.start > last.end ||
      (next.start === last.end && next.shown !== last.shown)
    ) {
      whole.push({ ...next });
      continue;
    }
    last.end = Math.max(last.end, next.end);
    if (last.shown !== next.shown) last.shown = secretMark;
  }
  return whole;
}

function replaced(text: string, found: readonly FoundSecret[]): MaskedText {
  let result = '';
  let from = 0;
  const replacements: Replacement[] = [];
  for (const { start, end, shown } of found) {
    result += text.slice(from, start) + shown;
    replacements.push({ start, end, length: shown.length });
    from = end;
  }
  return { text: result + text.slice(from), replacements };
}
