// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { focusField } from '../../../../src/renderer/settings/focus-field';

afterEach(() => document.body.replaceChildren());

function form(): HTMLElement {
  const page = document.createElement('form');
  page.innerHTML = `
    <div data-field="cluster.kind"><input type="radio" name="k" id="none" /><input type="radio" name="k" id="here" checked /></div>
    <div data-field="worker.cpus"><input type="radio" name="c" checked /><input id="cpus" /></div>
    <div data-field="metrics.enabled"><button id="metrics">on</button></div>
    <div data-field="worker.empty">nothing to focus</div>`;
  document.body.append(page);
  return page;
}

describe('a field of the settings that is asked for', () => {
  it.each([
    ['worker.cpus', 'cpus'],
    ['metrics.enabled', 'metrics'],
    ['cluster.kind', 'here'],
    // Not shown while no address is chosen: its group's first field stands for it.
    ['cluster.headAddress', 'here'],
  ])('%s gives the focus to #%s', (field, id) => {
    focusField(form(), field);
    expect(document.activeElement?.id).toBe(id);
  });

  it.each(['nowhere', 'worker.empty', 'telemetry.modelCacheDirectory', ''])(
    '%s takes it from nobody',
    (field) => {
      const page = form();
      const before = page.querySelector<HTMLElement>('#cpus');
      before?.focus();
      focusField(page, field);
      expect(document.activeElement).toBe(before);
    },
  );
});
