import 'uplot/dist/uPlot.min.css';
import { mountWindow } from '../mount-window';
import { ActivityWindow } from './ActivityWindow';
import './activity.css';

mountWindow(<ActivityWindow />);
