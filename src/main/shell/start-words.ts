import type { Snapshot } from '../../shared/snapshot';
import { thisComputer } from '../../shared/view/words';

/** Pure: what the terminal that started Raybar is told of how it begins, problems first: nobody may be looking at the tray yet. */
export function startWords(snapshot: Pick<Snapshot, 'app' | 'cluster' | 'problems' | 'wish'>): string[] {
  const problems = snapshot.problems.flatMap(({ code, tried, found, fixes }) => [
    `! ${tried}: ${found} (${code})`,
    ...fixes.map((fix) => `  - ${fix}`),
  ]);
  return [...problems, `  ${clusterWords(snapshot)}`];
}

function clusterWords({ app, cluster, wish }: Pick<Snapshot, 'app' | 'cluster' | 'wish'>): string {
  switch (cluster.kind) {
    case 'embedded':
      return `It runs a small cluster on ${thisComputer(app.platform)}, to try it.`;
    case 'address':
      return `Its cluster is ${cluster.name}; contributing is switched ${wish.contribute ? 'on' : 'off'}.`;
    case 'none':
      return 'No cluster is chosen: it joins nothing until one is.';
  }
}
