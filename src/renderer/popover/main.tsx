import { mountWindow } from '../mount-window';
import { Popover } from './Popover';
import './popover.css';

mountWindow(<Popover />);
