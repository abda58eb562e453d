import type { Settings } from '../../../shared/settings';
import { secretMark } from '../masking/found-secret';
import type { LineMasker } from '../masking/line-masker';
import { isSecretName } from '../masking/named-secrets';

/** Letters and digits in a row, as keys are: no path, no words. */
const looksRandom = /^(?=.*\d)(?=.*[A-Za-z])[\w+=-]{20,}$/;

/**
 * The settings as they may be given away: values of environment variables are hidden by their names and by how they look, the rest like a line of a
 * log. The settings hold no token, only the path of its file.
 */
export function maskedSettings(settings: Settings, masker: LineMasker): unknown {
  const environment = Object.fromEntries(
    Object.entries(settings.worker.environment).map(([name, value]) => [
      name,
      isSecretName(name) || looksRandom.test(value) ? secretMark : value,
    ]),
  );
  return maskedValue({ ...settings, worker: { ...settings.worker, environment } }, masker);
}

/** Hides secrets in every string of a value that came from JSON or goes there, and under every name that says that it holds one. */
export function maskedValue(value: unknown, masker: LineMasker, name = ''): unknown {
  if (typeof value === 'string') return maskedText(value, masker, name);
  if (Array.isArray(value)) return value.map((part) => maskedValue(part, masker, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [masker.mask(key).text, maskedValue(part, masker, key)]),
  );
}

/** The name goes along, so that "password": "…" is known for what it is. */
function maskedText(text: string, masker: LineMasker, name: string): string {
  const whole = maskedLines(text, masker);
  const asField = `${name}=`;
  return name !== '' &&
    !/\s/.test(text) &&
    masker.mask(`${asField}${text}`).text === `${asField}${secretMark}`
    ? secretMark
    : whole;
}

/** Hides secrets in a text of its own, line by line. */
export function maskedLines(text: string, masker: LineMasker): string {
  masker.restart();
  const lines = text.split('\n').map((line) => masker.mask(line).text);
  masker.restart();
  return lines.join('\n');
}
