import { type FoundSecret, matchesOf } from './found-secret';

/** What a sentence says of a password without telling it. */
const said =
  'a|an|the|not|no|now|too|so|also|only|still|being|in|on|at|by|of|to|from|for|used|unused|required|needed|missing|wrong|right|correct|incorrect|invalid|valid|empty|blank|set|unset|expired|changed|unchanged|stored|saved|read|sent|hidden|masked|encrypted|hashed|weak|strong|short|long|optional|never|always|given|undefined|null|none|unknown|accepted|rejected|refused|ok|okay';
const passwordNoun = String.raw`(?:password|passwd|passphrase|passcode)`;
const keyNoun = String.raw`(?:api|access|private|auth|account|encryption|signing|license|shared|master) {1,2}key`;
/** What follows "API key:" in a message, as a word of its own. */
const saidOfKey = String.raw`(?:${said}|true|false|yes|must|should|please|see|use|using|check|found|expected|provided|loaded|cannot|could|failed|it|your|you)[.,;:!?)]{0,3}(?:[\s"'\x60\\]|$)`;
/** To the quote that closes; in a line that was cut, one word. What was hidden before has hidden quotes with it. */
const quoted = String.raw`(?<secret>(?=[^\s•])(?:.{1,500}?(?=\k<quote>)|[^\s"'\x60,;•]+))`;
const whose = String.raw`(?: {1,2}(?:for|of) {1,2}(?:'[^']{1,100}'|"[^"]{1,100}"|[^\s:'"]{1,64}))`;

/** Sentences: "password is x", "Password for ada: x", `passphrase "x y"`, "API key: x", "Using token 0f3a…". */
const sentences: readonly { readonly word: RegExp; readonly form: RegExp }[] = [
  {
    word: /passw|passph|passc/i,
    form: new RegExp(
      String.raw`(?<before>\b${passwordNoun}(?:${whose}? {1,2}(?:is|was) {0,2}:? {0,2}|${whose} {0,2}[:=] {0,2})["'\x60]?(?!(?:${said})\b))(?<secret>[^\s"'\x60,;]+)`,
      'gi',
    ),
  },
  {
    word: /passw|passph|passc/i,
    form: new RegExp(
      String.raw`(?<before>\b${passwordNoun} {1,2}(?<quote>\\{0,3}["'\x60])(?!\k<quote>|[)\],;}]|(?:${said})\k<quote>))${quoted}`,
      'gi',
    ),
  },
  {
    word: /key/i,
    form: new RegExp(
      String.raw`(?<before>\b${keyNoun} {0,2}[:=] {0,2}(?<quote>\\{0,3}["'\x60])(?!\k<quote>|${saidOfKey}))${quoted}`,
      'gi',
    ),
  },
  {
    word: /key/i,
    form: new RegExp(
      String.raw`(?<before>\b${keyNoun} {0,2}[:=] {0,2}(?!${saidOfKey}))(?<secret>[^\s"'\x60\\,;]+)`,
      'gi',
    ),
  },
  {
    word: /token|secret|key/i,
    form: /(?<before>\b(?:token|secret|key)(?: {1,2}(?:is|was))?:? {1,2}["'`]?)(?<secret>(?!~)(?=[\w.~+/=-]{0,31}\d)(?=[\w.~+/=-]{0,31}[A-Za-z])[\w.~+=-]{32,})/gi,
  },
];

/** Command lines: "curl -u ada:pw", "mysql -pPW", "sshpass -p PW"; also told as a list. A user's and a group's number are no secret. */
const commands: readonly { readonly word: RegExp; readonly form: RegExp }[] = [
  {
    word: /\bcurl\b/,
    form: /(?<before>(?:^|[\s"'])(?:-[A-Za-z]{0,6}[uU]|--(?:proxy-)?user)(?:["'],\s{0,3}["']|[\s=]{0,3}["']?)[^\s:"',/]{0,100}:)(?<secret>[^\s"',]+)/g,
  },
  {
    word: /mysql|mariadb/,
    form: /(?<before>[\s"']-p(?!ort\b)["']?)(?<secret>[^\s"',=][^\s"',]*)/g,
  },
  {
    word: /\bsshpass\b/,
    form: /(?<before>[\s"']-p(?:["'],\s{0,3}["']|\s{0,3}["']?))(?<secret>[^\s"',]+)/g,
  },
];

/** Secrets that a sentence or a command line tells, without a name and a sign of assignment. */
export const toldSecrets = (text: string): FoundSecret[] =>
  [...sentences, ...commands].flatMap(({ word, form }) => (word.test(text) ? matchesOf(form, text) : []));
