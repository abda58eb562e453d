import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { followPower } from '../../../../src/main/shell/power';

const listener = () => ({
  suspend: vi.fn<() => void>(),
  resume: vi.fn<() => void>(),
  sessionEnd: vi.fn<() => void>(),
});

describe('the machine’s power', () => {
  it('is followed into sleep and out of it', () => {
    const power = new EventEmitter();
    const heard = listener();
    followPower(power, heard);
    power.emit('suspend');
    power.emit('resume');
    expect(heard.suspend).toHaveBeenCalledOnce();
    expect(heard.resume).toHaveBeenCalledOnce();
    expect(heard.sessionEnd).not.toHaveBeenCalled();
  });

  it('holds a shutdown while the app leaves', () => {
    const power = new EventEmitter();
    const heard = listener();
    followPower(power, heard);
    const preventDefault = vi.fn<() => void>();
    power.emit('shutdown', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(heard.sessionEnd).toHaveBeenCalledOnce();
  });

  it('is let go', () => {
    const power = new EventEmitter();
    followPower(power, listener())();
    expect(power.eventNames()).toEqual([]);
  });
});
