import { runOnRightNode } from './node-version.mjs';

runOnRightNode(() => import('./take-pictures.mjs'));
