import type { Snapshot } from '../../shared/snapshot';
import { isUnavailable } from '../../shared/reading';
import { readingsNow } from '../../shared/view/readings-now';
import { Card } from '../components/Card';

/** Every reading in words, with the whole reason where there is none. */
export function ReadingsNow({ snapshot }: { readonly snapshot: Snapshot }) {
  return (
    <Card heading="Now">
      <dl className="readings-now small numbers selectable">
        {readingsNow(snapshot).map(({ name, value }) => (
          <div key={name}>
            <dt className="dim">{name}</dt>
            <dd className={isUnavailable(value) ? 'dim breakable' : 'breakable'}>
              {isUnavailable(value) ? `not known: ${value.unavailable}` : value}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
