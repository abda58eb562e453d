import { type FoundSecret, matchesOf, secretMark } from './found-secret';

// The name's words stand first and bounded repetitions follow, so that no text makes this slow.
const named =
  /(?<word>token|secret|passwd|password|passphrase|passcode|pwd|pswd|dbpw|credential|(?:api|access|private|auth|account|encryption|signing|license|shared|master)[_.-]?key)(?<suffix>[\w-]{0,40})(?<closing>\\{0,3}["'])?(?<sign>\s{1,4}->(?=\s)|\s{0,4}(?:=>|:=|[:=]))\s{0,4}(?:[bru]{0,2}(?<quote>\\{0,3}["'`]))?(?=\S)/gi;

const argumentName = String.raw`--[\w-]{0,40}(?:token|password|passwd|secret|api-?key|passphrase|passcode|pswd|(?<=[-_])pw)`;

/** `--token X`, and `'--token', 'X'` of a command line told as a list. */
const argument = new RegExp(
  String.raw`(?<before>${argumentName}(?:["'],\s{0,3}["']|\s{1,4}["']?))(?<secret>(?!-)[^\s"',]+)`,
  'gi',
);

/** The same in quotes that close: a passphrase has blanks. */
const quotedArgument = new RegExp(
  String.raw`(?<before>${argumentName}(?:["'],\s{0,3}|\s{1,4})(?<quote>["']))(?<secret>(?!-)[^"']{1,500}(?=\k<quote>))`,
  'gi',
);

/** Names with a part that is one of these hold a secret in settings (`isSecretName`), and where a line assigns them. */
const partWords = 'auth|cookie|dsn|jwt|pat|pass|pw|key';
const partOfName = new RegExp(`(?:^|_)(?:${partWords})(?:_|$)`, 'i');
const assignedPart = new RegExp(
  String.raw`(?<![A-Za-z0-9])(?<word>${partWords})(?<suffix>(?:_\w{0,40})?)(?<closing>\\{0,3}["'])?(?<sign>\s{1,4}->(?=\s)|\s{0,4}(?:=>|:=|[:=](?!=)))\s{0,4}(?:[bru]{0,2}(?<quote>\\{0,3}["'\x60]))?(?=\S)`,
  'gi',
);
/** `AUTH=basic` names a way, `pass=2` counts, `pw=0.5` is a pulse's, `forward_pass: 12.5ms` was measured. */
const noSecretPart =
  /^(?:\d{1,3}(?:\.\d+)?|\d{1,9}(?:\.\d+)?(?:[mµun]?s|min|%)|enabled|disabled|token|basic|bearer|digest|yes|no|on|off)$/i;

/** What language models call tokens. */
const modelTokens =
  /(?:eos|bos|pad|unk|sep|cls|mask|special|stop|image|next|new|first|last|per|end|start)[_.-]$/i;
const noSecretSuffix = /(?:file|path|dir|directory|name|length|count|type|izer|ary|mode|sock|ttl|expir\w*)$/i;
const nothing = /^(?:null|none|true|false|undefined|nil|""|'')$/i;
const isNumber = /^[\d.,e+-]{1,6}$/i;

/** Values whose names say that they are secret: `HF_TOKEN=…`, `"password": "…"`, `--redis-password=…`. */
export function namedSecrets(text: string): FoundSecret[] {
  const found: FoundSecret[] = [...matchesOf(argument, text), ...matchesOf(quotedArgument, text)];
  named.lastIndex = 0;
  for (let match = named.exec(text); match !== null; match = named.exec(text)) {
    const start = named.lastIndex;
    const { word = '', suffix = '', closing, sign = '', quote } = match.groups ?? {};
    // The next name may lie within what this one takes for its value.
    named.lastIndex = match.index + word.length;
    const end = endOfValue(text, start, quote);
    const before = text.slice(Math.max(0, match.index - 10), match.index);
    // `token -> id` tells what becomes of one; `api_token -> x` is a name's value.
    const isProse =
      sign.endsWith('->') &&
      closing === undefined &&
      /^(?:token|secret|credential)$/i.test(word) &&
      !/\w[_.-]$/.test(before);
    if (!isProse && isSecret(word.toLowerCase(), suffix, before, text.slice(start, end)))
      found.push({ start, end, shown: secretMark });
  }
  return [...found, ...namedByPart(text)];
}

/** `PASS=…`, `SSH_KEY=…`, `"auth": "…"`: words that are also ordinary ones, and so need more of a sign of assignment. */
function namedByPart(text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  assignedPart.lastIndex = 0;
  for (let match = assignedPart.exec(text); match !== null; match = assignedPart.exec(text)) {
    const start = assignedPart.lastIndex;
    const { word = '', suffix = '', closing, quote } = match.groups ?? {};
    const sign = match.groups?.['sign']?.trim();
    assignedPart.lastIndex = match.index + word.length;
    if (noSecretSuffix.test(suffix)) continue;
    const before = text.charAt(match.index - 1);
    const isName = closing !== undefined || before === '_';
    const isAssigned = sign === '->' ? isName && word === word.toUpperCase() : isName || sign !== ':';
    // `key=5` and `pat='*.py'` are anybody's; `SSH_KEY=…` is an environment's, `?key=…` an address's.
    const isTelling =
      word === word.toUpperCase() || !/^(?:key|pat)$/.test(word) || before === '?' || before === '&';
    if (!isAssigned || !isTelling) continue;
    const end = endOfValue(text, start, quote);
    const value = text.slice(start, end);
    if (isHidden(value) && !noSecretPart.test(value)) found.push({ start, end, shown: secretMark });
  }
  return found;
}

/** A value that there is something to hide in: no null, no bracket that opens over lines, no list of numbers. */
const isHidden = (value: string): boolean =>
  value !== '' && !nothing.test(value) && !/^[{[(][\s\d.,]*[}\])]?$/.test(value);

function isSecret(word: string, suffix: string, before: string, value: string): boolean {
  if (!isHidden(value) || noSecretSuffix.test(suffix)) return false;
  if (word === 'pwd') return !/^[/~]/.test(value);
  if (word !== 'token') return true;
  // `tokens=512` and `eos_token: 2` are a language model's.
  if (!/^(?:|[_-]?(?:value|secret|key|id|\d+))$/i.test(suffix) || modelTokens.test(before)) return false;
  return !isNumber.test(value);
}

/** Behind the value that begins at `from`: its closing quote, or what ends a bare word. */
function endOfValue(text: string, from: number, quote: string | undefined): number {
  if (quote !== undefined) {
    const mark = quote.slice(-1);
    for (let index = from; index < text.length; index++) {
      if (text[index] !== mark) continue;
      const slashes = trailingSlashes(text, from, index);
      // As many backslashes as the opening quote had close it; a quote with more is part of the value.
      if (slashes <= quote.length - 1) return index - slashes;
    }
    return text.length;
  }
  // What stands right behind the brackets is one word with them.
  let end = /[{[(]/.test(text.charAt(from)) ? endOfBrackets(text, from) : from;
  while (end < text.length && !/[\s,;&"'`)\]}]/.test(text.charAt(end))) end++;
  return end;
}

const closes: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/** Behind the bracket that closes the one at `from`, all that is nested within; the line's end where none does. */
function endOfBrackets(text: string, from: number): number {
  const open: string[] = [];
  let quote: string | null = null;
  for (let index = from; index < text.length; index++) {
    const character = text.charAt(index);
    const slashes = character === '"' || character === "'" ? trailingSlashes(text, from, index) : 0;
    if (quote !== null) {
      if (character === quote.slice(-1) && slashes <= quote.length - 1) quote = null;
      continue;
    }
    if (character === '"' || character === "'") quote = '\\'.repeat(slashes) + character;
    else if (character in closes) open.push(closes[character] ?? '');
    else if (character === open.at(-1)) open.pop();
    if (open.length === 0) return index + 1;
  }
  return text.length;
}

function trailingSlashes(text: string, from: number, before: number): number {
  let index = before;
  while (index > from && text[index - 1] === '\\') index--;
  return before - index;
}

/** True for an environment variable or a field that holds a secret by its name. */
export function isSecretName(name: string): boolean {
  return namedSecrets(`${name}=x-`).length > 0 || partOfName.test(name);
}
