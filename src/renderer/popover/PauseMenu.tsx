import { ChevronDown } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { pauseChoices } from '../../shared/view/offered-actions';
import { Button } from '../components/Button';
import { useRaybar } from '../raybar-context';

/** Stop contributing for a while, and come back by itself. */
export function PauseMenu() {
  const { run } = useRaybar();
  return (
    <MenuTrigger>
      <Button>
        Pause
        <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className="menu-popover" placement="top start" offset={4}>
        <Menu className="menu" aria-label="Pause">
          {pauseChoices.map(({ label, input }) => (
            <MenuItem key={label} className="menu-item" onAction={() => void run('pause', input)}>
              {label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
