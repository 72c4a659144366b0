import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Held } from '../../emulator/http-api/held.js';

/** A connection of which the other side is played with `push`. */
const connection = () => new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });

describe('an answer that waits', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  test('goes on when its time has passed', async () => {
    const paused = new Held().pause(1000, []);
    let ended: boolean | undefined;
    void paused.then((isElapsed) => (ended = isElapsed));
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toBe(true);
  });

  test('goes on at once when it is let go, and leaves no timer', async () => {
    const held = new Held();
    const paused = [held.pause(1000, ['a.org']), held.pause(1000, [])];
    held.release();
    expect(await Promise.all(paused)).toEqual([false, false]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is let go with any of its domains, in whatever letter case', async () => {
    const held = new Held();
    const ended: string[] = [];
    void held.pause(1000, ['A.org', 'b.org']).then(() => ended.push('both'));
    void held.pause(1000, ['c.org']).then(() => ended.push('c'));
    held.release('d.org');
    await setImmediate();
    expect(ended).toEqual([]);
    held.release('a.ORG');
    await setImmediate();
    expect(ended).toEqual(['both']);
    held.release();
    await setImmediate();
    expect(ended).toEqual(['both', 'c']);
  });

  test('does not wait once the emulator stops', async () => {
    const held = new Held();
    const before = held.pause(1000, []);
    held.stop();
    expect(await Promise.all([before, held.pause(1000, [])])).toEqual([false, false]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a silent connection', () => {
  test('stays open until its client ends it', async () => {
    const silent = connection().resume();
    new Held().keepSilent(silent, 'a.org');
    await setImmediate();
    expect(silent.destroyed).toBe(false);
    silent.push(null);
    await new Promise((resolve) => silent.once('close', resolve));
    expect(silent.listenerCount('end')).toBe(0);
  });

  test('is closed at once where its client has ended it already', async () => {
    const silent = connection().resume();
    silent.push(null);
    await new Promise((resolve) => silent.once('end', resolve));
    new Held().keepSilent(silent, 'a.org');
    expect(silent.destroyed).toBe(true);
  });

  test('is closed when its domain is let go, and no other', () => {
    const held = new Held();
    const [one, other] = [connection(), connection()];
    held.keepSilent(one, 'A.org');
    held.keepSilent(other, 'b.org');
    held.release('a.ORG');
    expect([one.destroyed, other.destroyed]).toEqual([true, false]);
    held.release();
    expect(other.destroyed).toBe(true);
  });

  test('is closed once the emulator stops, and each that comes after', () => {
    const held = new Held();
    const [before, after] = [connection(), connection()];
    held.keepSilent(before, 'a.org');
    held.stop();
    held.keepSilent(after, 'a.org');
    expect([before.destroyed, after.destroyed]).toEqual([true, true]);
  });

  test('that is over is forgotten', async () => {
    const held = new Held();
    const [closing, closed] = [connection(), connection().destroy()];
    held.keepSilent(closing, 'a.org');
    await new Promise((resolve) => closed.once('close', resolve));
    held.keepSilent(closed, 'a.org');
    closing.destroy();
    await new Promise((resolve) => closing.once('close', resolve));
    const destroyed = [closing, closed].map((one) => vi.spyOn(one, 'destroy'));
    held.release();
    for (const spy of destroyed) expect(spy).not.toHaveBeenCalled();
  });
});
