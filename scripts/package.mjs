import { runOnRightNode } from './node-version.mjs';

runOnRightNode(() => import('./package-app.mjs'));
