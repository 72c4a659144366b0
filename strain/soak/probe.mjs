// Loaded into the emulator's process before the emulator itself: tells, when asked, what that holds.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

process.on('message', (asked) => {
  if (asked !== 'sample') return;
  const { rss, heapUsed } = process.memoryUsage();
  process.send({
    resident: rss / 2 ** 20,
    heap: heapUsed / 2 ** 20,
    handles: process.getActiveResourcesInfo().length,
    longestWait: delay.max / 1e6,
  });
  delay.reset();
});
process.channel?.unref();
