/**
 * Puts text on the clipboard. The page has no permission to use navigator.clipboard (it has none at all); a copy by its own
 * shortcut needs none.
 *
 * @returns false where the page may not copy, as when it has lost the focus
 */
export function copyText(page: Document, text: string): boolean {
  let copied = false;
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    copied = true;
  };
  page.addEventListener('copy', put, { once: true, capture: true });
  page.execCommand('copy');
  page.removeEventListener('copy', put, { capture: true });
  return copied;
}
