import { listingArguments } from '../../src/main/system/darwin/ps-listing';
import { sysctlNames } from '../../src/main/observe/darwin/sysctl-values';
import { type DarwinShim, macRecording } from './darwin-shim';

/** An M4 with 16 GB as the shim plays it: each command as a Mac printed it, sysctl's lines put together from several. */
export async function recordedMac() {
  const swapUsage = (await macRecording('sysctl-n-vm.swapusage--16GB-heavy-swap.txt')).trim();
  return {
    ioreg: await macRecording('ioreg-r-d1-w0-IOAccelerator--M4-G16G-10core-trimmed.txt'),
    sysctl: [
      'hw.memsize: 17179869184',
      `vm.swapusage: ${swapUsage}`,
      'kern.memorystatus_vm_pressure_level: 1',
      'machdep.cpu.brand_string: Apple M4',
      'hw.nperflevels: 2',
      'hw.perflevel0.name: Performance',
      'hw.perflevel0.logicalcpu: 4',
      'hw.perflevel1.name: Efficiency',
      'hw.perflevel1.logicalcpu: 6',
      'iogpu.wired_limit_mb: 0',
      '',
    ].join('\n'),
    vmStat: await macRecording('vm_stat--16GB-heavy-swap.txt'),
    netstat: await macRecording('netstat-i-b-n.txt'),
    batt: await macRecording('pmset-g-batt--charged.txt'),
    therm: await macRecording('pmset-g-therm--AppleSilicon-healthy.txt'),
    ps: await macRecording('ps-pid,ppid,pgid,stat,rss,time,lstart,command.txt'),
    df: [
      'Filesystem 1024-blocks      Used Available Capacity  Mounted on',
      '/dev/disk3s5 971350180 252800112 672065964    28%    /System/Volumes/Data',
      '',
    ].join('\n'),
  };
}

export type RecordedMac = Awaited<ReturnType<typeof recordedMac>>;

/** Makes the shim answer so from now on; call it again with changed values to play on. */
export async function playMac(shim: DarwinShim, mac: RecordedMac): Promise<void> {
  await shim.answer('ioreg', { '-r -d 1 -w 0 -c IOAccelerator': { stdout: mac.ioreg } });
  await shim.answer('sysctl', { [sysctlNames.join(' ')]: { stdout: mac.sysctl } });
  await shim.answer('vm_stat', { '': { stdout: mac.vmStat } });
  await shim.answer('netstat', { '-i -b -n': { stdout: mac.netstat } });
  await shim.answer('pmset', { '-g batt': { stdout: mac.batt }, '-g therm': { stdout: mac.therm } });
  await shim.answer('ps', { [listingArguments.join(' ')]: { stdout: mac.ps } });
  await shim.answer('df', { '*': { stdout: mac.df } });
}
