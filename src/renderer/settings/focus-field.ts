/**
 * Brings a field of the form into sight and gives it the focus. One that is not shown now (an address where no cluster at an address is
 * chosen) stands for its group: the first field of that.
 *
 * @param field a path in the settings, e.g. "cluster.headAddress"
 */
export function focusField(page: ParentNode | null, field: string): void {
  const rows = [...(page?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
  const fieldOf = (row: HTMLElement): string => row.dataset['field'] ?? '';
  const group = field.split('.').slice(0, -1).join('.');
  const row =
    rows.find((each) => fieldOf(each) === field) ??
    rows.find((each) => group !== '' && fieldOf(each).startsWith(`${group}.`));
  if (row === undefined) return;
  row.scrollIntoView({ block: 'center' });
  const control = controls
    .map((selector) => row.querySelector<HTMLElement>(selector))
    .find((found) => found !== null);
  control?.focus({ preventScroll: true });
}

/** Where a row has several: its value rather than the choice whether it has one. */
const controls = ['input:not([type="radio"])', 'input:checked', 'button, input'];
