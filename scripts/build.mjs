import { runOnRightNode } from './node-version.mjs';

runOnRightNode(() => import('./build-app.mjs'));
