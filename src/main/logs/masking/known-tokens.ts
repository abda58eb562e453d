import { type FoundSecret, matchesOf } from './found-secret';

const slash = String.raw`(?:\\{0,2}\/|%2F)`;
/** Who has the address of a webhook or of a bot may post there: Slack's, Discord's, Teams', Telegram's. */
const webhookBase = [
  String.raw`\bhooks\.slack(?:-gov)?\.com${slash}(?:services|workflows|triggers)${slash}`,
  String.raw`\bdiscord(?:app)?\.com${slash}api${slash}(?:v\d{1,2}${slash})?webhooks${slash}`,
  String.raw`\bwebhook\.office\.com${slash}webhookb2${slash}`,
  String.raw`\bapi\.telegram\.org${slash}bot(?=\d)`,
].join('|');
const webhook = new RegExp(String.raw`(?<before>${webhookBase})(?<secret>(?:[\w:@%-]|\\{0,2}\/)+)`, 'gi');

/** Tokens that tell by their form what they are. Each `secret` group is what is hidden; `before` is what stands before it. */
const forms: readonly RegExp[] = [
  // Hugging Face, GitHub (ghp_, gho_, …), npm, Docker, Replicate, GitLab, PyPI, Tailscale, NVIDIA, age
  /(?<secret>(?:hf|gh[pousr]|npm|dckr_pat|r8)_[A-Za-z0-9_-]{20,})/g,
  /(?<secret>github_pat_\w{20,})/g,
  // … and Slack
  /(?<secret>(?:glpat|pypi|tskey|nvapi|xox[a-z]|xapp|AGE-SECRET-KEY)-[\w-]{10,})/g,
  // OpenAI, Anthropic; "task-…" is none. Stripe, Vault, Databricks
  /(?<![A-Za-z0-9])(?<secret>sk-(?:(?=[\w-]{0,9}\d)[\w-]{10,}|[\w-]{16,})|[rs]k_(?:live|test)_\w{8,}|whsec_[\w+/=-]{8,}|hv[bsr]\.[\w-]{8,}|dapi[0-9a-f]{32}(?:-\d)?)/g,
  // AWS key ids, Google API keys and OAuth, SendGrid
  /(?<secret>A(?:KIA|SIA|ROA|IDA)[A-Z0-9]{16})/g,
  /(?<secret>AIza[\w-]{20,})/g,
  /(?<secret>ya29\.[\w-]{10,})/g,
  /(?<secret>SG\.[\w-]{16,}\.[\w-]{16,})/g,
  webhook,
  // JSON Web Tokens
  /(?<secret>eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?)/g,
  // HTTP: "Authorization: Basic …", "Bearer …", cookies, signed addresses
  /(?<before>\bauthorization[\\"']{0,3} {0,3}[:=] {0,3}[\\"']{0,3}(?:(?:basic|bearer|token|digest) {1,3})?)(?<secret>[^\s"'\\,;]+)/gi,
  /(?<before>\bbearer {1,3}(?!(?:tokens?|auth\w*)\b))(?<secret>[\w.~+/=%-]{4,})/gi,
  /(?<before>\b(?:set-)?cookie[\\"']{0,3} {0,3}: {0,3}[\\"']{0,3})(?<secret>[^"'\\]+)/gi,
  /(?<before>[?&](?:sig|signature|x-amz-(?:signature|credential|security-token)|x-goog-signature)=)(?<secret>[^&\s"']+)/gi,
  // scheme://user:password@host, and a token in the user's place
  /(?<before>:\/\/[^\s/@:"'<>]{0,200}:)(?<secret>[^\s/"'<>]{1,500})@/g,
  /(?<before>:\/\/)(?<secret>[^\s/@:"'<>]{16,500})@/g,
  // One line of a key's base64, on its own: 64 or 76 characters in all known writings.
  /(?<before>^(?:\([^)]{1,200}\) )?\s*)(?<secret>(?=[^\s]*[a-z])(?=[^\s]*[A-Z])(?=[^\s]*\d)[A-Za-z0-9+/]{60,76}={0,2})\s*$/g,
];

export const knownTokens = (text: string): FoundSecret[] => forms.flatMap((form) => matchesOf(form, text));
