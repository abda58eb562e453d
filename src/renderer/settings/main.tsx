import { mountWindow } from '../mount-window';
import { SettingsWindow } from './SettingsWindow';
import './settings.css';

mountWindow(<SettingsWindow />);
