import { runOnRightNode } from './node-version.mjs';

runOnRightNode(() => import('./run-tests.mjs'));
