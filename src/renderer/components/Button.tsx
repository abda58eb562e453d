import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly children: ReactNode;
  /** primary: what most people want next, once per window. plain: a quiet one, as in a footer. */
  readonly look?: 'normal' | 'primary' | 'plain';
  readonly iconOnly?: boolean;
}

export function Button({ look = 'normal', iconOnly = false, ...props }: ButtonProps) {
  return <AriaButton {...props} className={`button ${look}${iconOnly ? ' icon-only' : ''}`} />;
}
