import { runOnRightNode } from './node-version.mjs';

runOnRightNode(() => import('./start-app.mjs'));
