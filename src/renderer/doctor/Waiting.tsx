import { CircleEllipsis } from 'lucide-react';
import { checkNames } from '../../shared/view/doctor-words';

/** What will be checked, until the first report is there: the cluster may take some seconds. */
export function Waiting() {
  return (
    <ul className="findings card" aria-label="Checks" aria-busy>
      {Object.entries(checkNames).map(([check, name]) => (
        <li key={check} className="finding">
          <CircleEllipsis className="finding-icon" size={16} strokeWidth={2} aria-hidden />
          <div className="finding-head">
            <h2>{name}</h2>
          </div>
        </li>
      ))}
    </ul>
  );
}
