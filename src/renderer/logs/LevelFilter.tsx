import { ChevronDown } from 'lucide-react';
import {
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  type Selection,
} from 'react-aria-components';
import { Button } from '../components/Button';
import { levelChoices, levelFilterLabel, levelWord } from './level-marks';
import { LevelMark } from './LevelMark';
import { useLogs, useViewer } from './log-window-context';

/** Which levels are shown. The digits 1 to 6 choose one and up. */
export function LevelFilter() {
  const { viewer } = useLogs();
  const query = useViewer((state) => state.query);
  const choose = (selection: Selection) => {
    const chosen =
      selection === 'all' ? [...levelChoices] : levelChoices.filter((level) => selection.has(level));
    // None at all would show nothing: that is nobody's wish.
    const all = chosen.length === 0 || chosen.length === levelChoices.length;
    void viewer.setQuery({ ...query, levels: all ? null : chosen });
  };
  return (
    <MenuTrigger>
      <Button>
        {levelFilterLabel(query.levels)}
        <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className="menu-popover" placement="bottom start" offset={4}>
        <Menu className="menu level-menu" aria-label="Levels">
          <MenuSection
            selectionMode="multiple"
            selectedKeys={query.levels ?? levelChoices}
            onSelectionChange={choose}
          >
            <Header className="menu-header small dim">Shown levels</Header>
            {levelChoices.map((level) => (
              <MenuItem
                key={level}
                id={level}
                className="menu-item checked-item"
                textValue={levelWord(level)}
              >
                {level === 'none' ? <span className="level-mark" /> : <LevelMark level={level} />}
                <span>{levelWord(level)}</span>
              </MenuItem>
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
