import { type FoundSecret, matchesOf, secretMark } from './found-secret';

// The name's words stand first and bounded repetitions follow, so that no text makes this slow.
const named =
  /(?<word>token|secret|passwd|password|passphrase|pwd|credential|(?:api|access|private|auth|account|encryption|signing|license|shared|master)[_.-]?key)(?<suffix>[\w-]{0,40})(?:\\{0,3}["'])?\s{0,4}(?:=>|:=|[:=])\s{0,4}(?:[bru]{0,2}(?<quote>\\{0,3}["'`]))?(?=\S)/gi;

/** `--token X`, and `'--token', 'X'` of a command line told as a list. */
const argument =
  /(?<before>--[\w-]{0,40}(?:token|password|passwd|secret|api-?key|passphrase)(?:["'],\s{0,3}["']|\s{1,4}["']?))(?<secret>(?!-)[^\s"',]+)/gi;

/** What language models call tokens. */
const modelTokens =
  /(?:eos|bos|pad|unk|sep|cls|mask|special|stop|image|next|new|first|last|per|end|start)[_.-]$/i;
const nothing = /^(?:null|none|true|false|undefined|nil|""|'')$/i;
const isNumber = /^[\d.,e+-]{1,6}$/i;

/** Values whose names say that they are secret: `HF_TOKEN=…`, `"password": "…"`, `--redis-password=…`. */
export function namedSecrets(text: string): FoundSecret[] {
  const found: FoundSecret[] = matchesOf(argument, text);
  named.lastIndex = 0;
  for (let match = named.exec(text); match !== null; match = named.exec(text)) {
    const start = named.lastIndex;
    const { word = '', suffix = '', quote } = match.groups ?? {};
    // The next name may lie within what this one takes for its value.
    named.lastIndex = match.index + word.length;
    const end = endOfValue(text, start, quote);
    const before = text.slice(Math.max(0, match.index - 10), match.index);
    if (isSecret(word.toLowerCase(), suffix, before, text.slice(start, end)))
      found.push({ start, end, shown: secretMark });
  }
  return found;
}

function isSecret(word: string, suffix: string, before: string, value: string): boolean {
  if (value === '' || nothing.test(value)) return false;
  if (/(?:file|path|dir|directory|name|length|count|type|izer|ary|mode|ttl|expir\w*)$/i.test(suffix))
    return false;
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
  let end = from;
  while (end < text.length && !/[\s,;&"'`)\]}]/.test(text.charAt(end))) end++;
  return end;
}

function trailingSlashes(text: string, from: number, before: number): number {
  let index = before;
  while (index > from && text[index - 1] === '\\') index--;
  return before - index;
}

/** True for an environment variable or a field that holds a secret by its name. */
export function isSecretName(name: string): boolean {
  return (
    namedSecrets(`${name}=x-`).length > 0 || /(?:^|_)(?:auth|cookie|dsn|jwt|pat|pass|key)(?:_|$)/i.test(name)
  );
}
