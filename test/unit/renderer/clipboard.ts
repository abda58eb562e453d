/** What the page puts on the clipboard: a browser answers execCommand('copy') with a copy event, which this DOM does not. */
export function onClipboard(): string[] {
  const written: string[] = [];
  document.execCommand = (command) => {
    const copy = new Event(command, { bubbles: true, cancelable: true });
    const clipboardData = { setData: (_type: string, text: string) => void written.push(text) };
    return document.dispatchEvent(Object.assign(copy, { clipboardData }));
  };
  return written;
}
