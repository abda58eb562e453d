import { windowBridge } from '../bridge';
import { mountWindow } from '../mount-window';
import { LogWindow } from './LogWindow';
import '../components/card.css';
import './logs.css';

mountWindow(<LogWindow bridge={windowBridge()} />);
