import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineMasker } from '../../../../../src/main/logs/masking/line-masker';
import { isSecretName } from '../../../../../src/main/logs/masking/named-secrets';

const options = { homes: ['/root', '/Volumes/Data/ada'], secrets: ['correct horse battery'] };
const masked = (text: string): string => new LineMasker(options).mask(text).text;

/** Values as they are issued, by what is written around them. */
const secret = 'Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0LmNb';

describe('masking', () => {
  it.each([
    [`RAY_AUTH_TOKEN=${secret}`, 'RAY_AUTH_TOKEN=•••'],
    [`Authorization: Bearer ${secret}`, 'Authorization: Bearer •••'],
    [`{'authorization': 'Basic ${secret}'}`, `{'authorization': 'Basic •••'}`],
    [`got Bearer ${secret}, refused`, 'got Bearer •••, refused'],
    [`http://h:8265/?token=${secret}&x=1`, 'http://h:8265/?token=•••&x=1'],
    [`hf_${secret}`, '•••'],
    [`ghp_${secret}`, '•••'],
    [`sk-proj-${secret}`, '•••'],
    ['AKIAIOSFODNN7EXAMPLE', '•••'],
    [`aws_secret_access_key = ${secret}`, 'aws_secret_access_key = •••'],
    ['redis://:pa55@10.0.0.5:6379/0', 'redis://:•••@10.0.0.5:6379/0'],
    ['postgres://ada:p@ss@db/x', 'postgres://ada:•••@db/x'],
    [`https://${secret}@github.com/a/b`, 'https://•••@github.com/a/b'],
    ['"password": "two words, \\" and a quote", "x": 1', '"password": "•••", "x": 1'],
    ['{\\"password\\": \\"p w\\", \\"x\\": 1}', '{\\"password\\": \\"•••\\", \\"x\\": 1}'],
    [
      `environ({'HF_TOKEN': '${secret}', 'HOME': '/Users/ada', 'N': '1'})`,
      `environ({'HF_TOKEN': '•••', 'HOME': '~', 'N': '1'})`,
    ],
    [`['--token', '${secret}', '--x']`, `['--token', '•••', '--x']`],
    ['--passphrase "two words" --x "a b"', '--passphrase "•••" --x "a b"'],
    [`['--token', 'two words', '--x']`, `['--token', '•••', '--x']`],
    [`--redis-password=${secret} --x=1`, '--redis-password=••• --x=1'],
    [`--password ${secret}`, '--password •••'],
    ['Cookie: session=abc; b=c', 'Cookie: •••'],
    ['https://b.blob/x?sv=1&sig=abc%2Fd&se=2', 'https://b.blob/x?sv=1&sig=•••&se=2'],
    ['the correct horse battery staple', 'the ••• staple'],
    ['File "/Users/ada/x.py", line 1', 'File "~/x.py", line 1'],
    ['File "/home/ada.l/x.py"', 'File "~/x.py"'],
    ['-I/root/include /rooted', '-I~/include /rooted'],
    ['/Volumes/Data/ada/x /Volumes/Data/adam/x', '~/x /Volumes/Data/adam/x'],
    ["'C:\\\\Users\\\\drizzt\\\\AppData'", "'~\\\\AppData'"],
    ['/Users/Shared/models', '/Users/Shared/models'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def', '•••'],
    [`sk_live_${secret}`, '•••'],
    [`rk_live_${secret}`, '•••'],
    [`vault hvs.${secret}`, 'vault •••'],
    ['dapi0123456789abcdef0123456789abcdef', '•••'],
    ['xoxc-1234567890-abc', '•••'],
    ['sk-ant-api03-ab', '•••'],
    ['curl -sS -u ada:pw http://h/', 'curl -sS -u ada:••• http://h/'],
    [`['curl', '--user', 'ada:pw']`, `['curl', '--user', 'ada:•••']`],
    ['mysql -h db -pPW lab', 'mysql -h db -p••• lab'],
    ['--password PW', '--password •••'],
    ['PASS=x AUTH=y', 'PASS=••• AUTH=•••'],
    ['DB_PASS: x', 'DB_PASS: •••'],
    ['DB_PW=x PW=y DBPW=z dbPw: w', 'DB_PW=••• PW=••• DBPW=••• dbPw: •••'],
    ['PSWD=x db_pswd: y PASSCODE=1234', 'PSWD=••• db_pswd: ••• PASSCODE=•••'],
    ['run --db-pw x --pw y --passcode 1', 'run --db-pw ••• --pw ••• --passcode •••'],
    [`api_token -> x, 'token' -> 'two words'`, `api_token -> •••, 'token' -> '•••'`],
    ['password -> x, DB_PW -> y', 'password -> •••, DB_PW -> •••'],
    ['api key: x, API Key = "two words"', 'api key: •••, API Key = "•••"'],
    [
      'passphrase "x y", {\\"m\\": \\"password \'x\'\\"}',
      'passphrase "•••", {\\"m\\": \\"password \'•••\'\\"}',
    ],
    ['the passphrase \\"x y\\" and "more"', 'the passphrase \\"•••\\" and "more"'],
    ['passphrase "the cat", api key: use-it-1', 'passphrase "•••", api key: •••'],
    ['passphrase "cut', 'passphrase "•••'],
    [
      '"https://hooks.slack.com/services/T0AB/B0CD/e1F2-x", 404',
      '"https://hooks.slack.com/services/•••", 404',
    ],
    [
      'https:\\/\\/hooks.slack.com\\/services\\/T0\\/B0\\/xY\\n',
      'https:\\/\\/hooks.slack.com\\/services\\/•••\\n',
    ],
    ['hooks.slack.com%2Fservices%2FT0%2FB0%2FxY&a=1', 'hooks.slack.com%2Fservices%2F•••&a=1'],
    [
      'https://discord.com/api/v10/webhooks/12/a-B_c?wait=true',
      'https://discord.com/api/v10/webhooks/•••?wait=true',
    ],
    [
      'https://acme.webhook.office.com/webhookb2/1-2@3/IncomingWebhook/4/5 x',
      'https://acme.webhook.office.com/webhookb2/••• x',
    ],
    ['https://api.telegram.org/bot12:AAb-c/sendMessage', 'https://api.telegram.org/bot•••'],
    [`'SSH_KEY': 'two words'`, `'SSH_KEY': '•••'`],
    ['/v1?key=x&b=1', '/v1?key=•••&b=1'],
    ['Using token 0123456789abcdef0123456789abcdef', 'Using token •••'],
    ['the password is x', 'the password is •••'],
    ['Password for ada: x', 'Password for ada: •••'],
    ['{"auth_token": {"value": "abc}defgh"}, "n": 1}', '{"auth_token": •••, "n": 1}'],
    ['{\\"token\\": {\\"value\\": \\"abc}d\\"}, \\"n\\": 1}', '{\\"token\\": •••, \\"n\\": 1}'],
    ["get(auth=('ada', 'pw'), n=1)", 'get(auth=•••, n=1)'],
    ['file%3A%2F%2F%2FUsers%2Fada%2Fx', 'file%3A%2F%2F~%2Fx'],
    ['?path=%252Fhome%252Fada%252Fx', '?path=~%252Fx'],
    ['%2FVolumes%2FData%2Fada', '~'],
    [`-----BEGIN PRIVATE KEY-----\\n${secret}\\n-----END PRIVATE KEY----- x`, '••• x'],
  ])('%s', (line, expected) => {
    expect(masked(line)).toBe(expected);
  });

  it.each([
    'tokens=512 max_tokens: 4096 tokens/s: 35.2',
    "eos_token: '</s>' pad_token_id=0",
    "tokenizer='bert' TOKENIZERS_PARALLELISM=false",
    'a bearer token is missing',
    'password=None token=null',
    'PWD=/tmp/x',
    'token 3 of 9',
    'task-abcdefghijklmnopqrstuvwxyz',
    'RAY_AUTH_TOKEN_PATH=/etc/token',
    'RAY_AUTH_MODE=token AUTH=disabled SSH_AUTH_SOCK=/tmp/agent',
    'PASS: test_reads second pass: compacting, pass=2',
    'the api key is missing; API key: missing, invalid api key: "not found", no access key: see docs; api key: none.',
    'a password "required", passphrase "", input("Enter password ") here',
    'auth_token->next token -> id, secret -> volume, (token) -> str, first pass -> second',
    'next_token -> "</s>"',
    'pw=0.5 PW=2 pwm=x spw=y pwd -> /tmp/x dbpwm',
    'forward_pass: 12.5ms forward_pass=0.0123s PASS_RATE=98.1% pass=3min',
    'see https://hooks.slack.com/services and https://api.slack.com/messaging/webhooks',
    'see https://discord.com/developers/docs/resources/webhook and https://core.telegram.org/bots/api',
    'key=5 key: a, object key is b, sort(key=lambda x: x)',
    'the password is required; password is not set',
    'docker run -u 1000:1000 image',
    'mkdir -pv x; "token": [101, 2009]',
    '%2FUsers%2FShared%2Fmodels',
    'node 63baeb290c4d199e64fab2fe91861f27f0248ebe63baeb290c4d199e dead',
    'see git@github.com and http://10.0.0.5:8265/#/jobs',
  ])('leaves alone: %s', (line) => {
    expect(masked(line)).toBe(line);
  });

  it('hides a private key over its lines, and goes on behind it', () => {
    const masker = new LineMasker(options);
    const key = [
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEpAIBAAKC',
      'shortLast==',
      '-----END RSA PRIVATE KEY-----',
    ];
    expect([...key, 'after'].map((line) => masker.mask(line).text)).toStrictEqual([
      '•••',
      '•••',
      '•••',
      '•••',
      'after',
    ]);
  });

  it('hides a key’s line whose beginning it never saw', () => {
    expect(masked('MIIEpAIBAAKCAQEA7bq3yZx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0LmNbVcXzQwErT')).toBe('•••');
  });

  it('does not let a BEGIN without an END hide the rest of a log', () => {
    const masker = new LineMasker(options);
    masker.mask('-----BEGIN PRIVATE KEY-----');
    for (let count = 0; count < 400; count++) masker.mask('x');
    expect(masker.mask('seen again').text).toBe('seen again');
  });

  it('tells what it replaced, so that colours can be moved', () => {
    expect(new LineMasker(options).mask('a token=xyz-1 /root/b')).toStrictEqual({
      text: 'a token=••• ~/b',
      replacements: [
        { start: 8, end: 13, length: 3 },
        { start: 14, end: 19, length: 1 },
      ],
    });
  });

  it('knows the names of secrets', () => {
    const names = [
      'HF_TOKEN',
      'AWS_SECRET_ACCESS_KEY',
      'DB_PASSWORD',
      'WANDB_API_KEY',
      'SENTRY_DSN',
      'GITHUB_PAT',
      'NETRC_AUTH',
      'DB_PW',
      'PW',
      'DBPW',
      'PSWD',
      'SITE_PASSCODE',
    ];
    expect(names.filter((name) => !isSecretName(name))).toStrictEqual([]);
    const others = [
      'PATH',
      'HOME',
      'HF_HOME',
      'RAY_AUTH_MODE',
      'TOKENIZERS_PARALLELISM',
      'KEYBOARD',
      'AUTHOR',
      'PWM_PIN',
      'SPW',
      'UPWARD',
    ];
    expect(others.filter(isSecretName)).toStrictEqual(['RAY_AUTH_MODE']);
  });

  describe('whatever stands around it', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('');
    const random = fc
      .array(fc.constantFrom(...alphabet), { minLength: 36, maxLength: 36 })
      .map((all) => all.join(''));
    const written: ((value: string) => string)[] = [
      (value) => `hf_${value}`,
      (value) => `ghp_${value}`,
      (value) => `Bearer ${value}`,
      (value) => `token=${value}`,
      (value) => `"password": "${value}"`,
      (value) => `'HF_TOKEN': '${value}'`,
      (value) => `https://u:${value}@host/`,
      (value) => `API_KEY: ${value}`,
      (value) => `--auth-token ${value}`,
      (value) => `sk_live_${value}`,
      (value) => `hvs.${value}`,
      (value) => `curl -u ada:${value}`,
      (value) => `mysql -p${value}`,
      (value) => `PASS=${value}`,
      (value) => `DB_PW=${value}`,
      (value) => `api_token -> ${value}`,
      (value) => `API key: ${value}`,
      (value) => `passphrase "${value}"`,
      (value) => `https://hooks.slack.com/services/T0/B0/${value}`,
      (value) => `https://discord.com/api/webhooks/12/${value}`,
      (value) => `https://api.telegram.org/bot12:${value}/getMe`,
      (value) => `AUTH=${value}`,
      (value) => `password is ${value}`,
      (value) => `Password for ada: ${value}`,
      (value) => `Using token a1${value}`,
      (value) => `{"auth_token": {"value": "${value}"}}`,
      (value) => `%2FUsers%2F${value}%2Fx`,
      (value) => `/Users/${value}/x`,
      (value) => `/home/${value}`,
    ];
    const around = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        'token=',
        '"',
        "'",
        '\\"',
        ' ',
        'Bearer ',
        '/Users/',
        '://',
        '@',
        'password: ',
        'PASS=',
        'password is ',
        'passphrase "',
        ' api key: ',
        ' -> ',
        'hooks.slack.com/services/',
        '{',
        'curl ',
        ' -p',
        '%2FUsers%2F',
        '-----BEGIN PRIVATE KEY-----',
        '~',
      ),
    );
    const line = fc.tuple(
      fc.array(around, { maxLength: 4 }),
      fc.constantFrom(...written),
      random,
      fc.array(around, { maxLength: 4 }),
    );

    it('a secret does not survive', () => {
      fc.assert(
        fc.property(line, ([before, write, value, after]) => {
          expect(masked(`${before.join('')} ${write(value)} ${after.join('')}`)).not.toContain(value);
        }),
        { numRuns: 1_000 },
      );
    });

    it('masking twice is masking once, and the replacements tell how the text came about', () => {
      fc.assert(
        fc.property(line, ([before, write, value, after]) => {
          const text = `${before.join('')}${write(value)}${after.join('')}`;
          const once = new LineMasker(options).mask(text);
          expect(masked(once.text)).toBe(once.text);
          const shorter = once.replacements.reduce(
            (sum, { start, end, length }) => sum + end - start - length,
            0,
          );
          expect(once.text).toHaveLength(text.length - shorter);
        }),
        { numRuns: 1_000 },
      );
    });

    it('no text is slow to mask', () => {
      for (const piece of [
        'token',
        '/Users/',
        'a',
        '-----BEGIN ',
        '://a:',
        'eyJ',
        "--token '",
        '\\',
        'A1b',
        'auth={',
        'token={"',
        'curl -u ',
        'password for ',
        'passphrase "',
        'api key: ',
        'token -> ',
        'hooks.slack.com/services/',
        '%2FUsers%2F',
      ]) {
        const text = piece.repeat(Math.ceil(8_192 / piece.length));
        expect(masked(text).length).toBeLessThanOrEqual(text.length + 3);
      }
    });
  });
});
