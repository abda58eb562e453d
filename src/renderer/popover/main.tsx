import { windowBridge } from '../bridge';
import { mountWindow } from '../mount-window';
import { closeOnEscape } from './close-on-escape';
import { Popover } from './Popover';
import './popover.css';

mountWindow(<Popover />);
closeOnEscape(window, windowBridge());
