import { runOnRightNode } from './node-version.mjs';

runOnRightNode(() => import('./run-bench.mjs'));
