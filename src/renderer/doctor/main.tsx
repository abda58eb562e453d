import '../components/card.css';
import { mountWindow } from '../mount-window';
import { DoctorWindow } from './DoctorWindow';
import './doctor.css';

mountWindow(<DoctorWindow />);
