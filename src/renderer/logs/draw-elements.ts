import { Fragment, isValidElement, type ReactElement, type ReactNode } from 'react';

type Props = Readonly<Record<string, unknown>> & { readonly children?: ReactNode };

const attributes: Readonly<Record<string, string>> = { className: 'class', tabIndex: 'tabindex' };

/**
 * Draws what components say, once, without React's own drawing, which is not here yet when a window opens. For components without hooks, and elements
 * without listeners: it leaves functions out.
 */
export function drawElements(into: Element, what: ReactNode): void {
  if (Array.isArray(what)) return what.forEach((each: ReactNode) => drawElements(into, each));
  if (typeof what === 'string' || typeof what === 'number') return into.append(String(what));
  if (isValidElement<Props>(what)) drawElement(into, what);
}

function drawElement(into: Element, { type, props }: ReactElement<Props>): void {
  if (type === Fragment) return drawElements(into, props.children);
  if (typeof type === 'function') return drawElements(into, (type as (props: Props) => ReactNode)(props));
  if (typeof type !== 'string')
    throw new Error('A component with a state can not be drawn before React is here.');
  const element = into.ownerDocument.createElement(type);
  for (const [name, value] of Object.entries(props)) setAttribute(element, name, value);
  drawElements(element, props.children);
  into.append(element);
}

function setAttribute(element: HTMLElement, name: string, value: unknown): void {
  const attribute = attributes[name] ?? name;
  if (name === 'style') setStyle(element, value as Readonly<Record<string, string | number>>);
  else if (typeof value === 'string' || typeof value === 'number') {
    if (name !== 'children') element.setAttribute(attribute, `${value}`);
  }
  // What a screen reader is told is told either way, as React has it; another attribute is there or not.
  else if (typeof value === 'boolean' && (value || name.startsWith('aria-')))
    element.setAttribute(attribute, name.startsWith('aria-') ? `${value}` : '');
}

/** One by one: the page's policy allows no style attribute. */
function setStyle(element: HTMLElement, styles: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(styles))
    element.style.setProperty(name, typeof value === 'number' ? `${value}px` : value);
}
