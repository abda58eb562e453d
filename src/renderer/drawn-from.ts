import { memo, type ComponentType, type MemoExoticComponent } from 'react';
import type { Snapshot } from '../shared/snapshot';

interface WithSnapshot {
  readonly snapshot: Snapshot;
}

/**
 * A component that is drawn anew only when one of these parts of the snapshot is another, or another of its props: a
 * sample comes each second, and to draw all of a window for it costs more than to take it. The store keeps what did not
 * change as the same object.
 */
export function drawnFrom<P extends WithSnapshot>(
  parts: readonly (keyof Snapshot)[],
  component: ComponentType<P>,
): MemoExoticComponent<ComponentType<P>> {
  return memo(component, ({ snapshot: before, ...propsBefore }, { snapshot: after, ...propsAfter }) => {
    const same = (a: object, b: object) =>
      Object.entries(b).every(([name, value]) => Object.is(value, Reflect.get(a, name)));
    return parts.every((part) => before[part] === after[part]) && same(propsBefore, propsAfter);
  });
}
