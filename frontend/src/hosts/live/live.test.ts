// @vitest-environment node
import { expect, test, vi } from 'vitest';
import { liveHost } from './live';

class Signal {
  listeners = new Set<() => void>();
  connect = (listener: () => void) => this.listeners.add(listener);
  disconnect = (listener: () => void) => this.listeners.delete(listener);
}

const signals = () => ({
  statusChanged: new Signal(),
  connectionStatusChanged: new Signal(),
  disposed: new Signal(),
});

function open(kernel: object | null | undefined, commLive: boolean | undefined = true) {
  const runtime = { comm_live: commLive, on: vi.fn(), off: vi.fn(), get: vi.fn() };
  const manager = kernel === undefined ? {} : { kernel };
  return { runtime, host: liveHost({ widget_manager: manager }, runtime) };
}

const lab = (change: object) => ({
  status: 'idle',
  connectionStatus: 'connected',
  ...signals(),
  ...change,
});

test.each([
  ['idle', lab({}), false],
  ['busy', lab({ status: 'busy' }), false],
  ['connecting again', lab({ connectionStatus: 'connecting' }), false],
  ['disconnected', lab({ connectionStatus: 'disconnected' }), true],
  ['dead', lab({ status: 'dead' }), true],
  ['restarting', lab({ status: 'restarting' }), true],
  ['disposed', lab({ isDisposed: true }), true],
  ['shut down', null, true],
  ['unknown to this front end', undefined, false],
])('a kernel that is %s', (_, kernel, isAway) => {
  expect(open(kernel).host.kernelIsAway()).toBe(isAway);
});

test('after a restart the kernel runs but does not know this panel', () => {
  expect(open(lab({}), false).host.kernelIsAway()).toBe(true);
});

test('all that was connected is disconnected', () => {
  const kernel = lab({}) as ReturnType<typeof signals>;
  const { host, runtime } = open(kernel);
  const called = vi.fn();
  const stop = host.onKernelChange(called);
  kernel.statusChanged.listeners.forEach((listener) => listener());
  expect(called).toHaveBeenCalledTimes(1);
  stop();
  const left = [kernel.statusChanged, kernel.connectionStatusChanged, kernel.disposed];
  expect(left.map((signal) => signal.listeners.size)).toEqual([0, 0, 0]);
  expect(runtime.off).toHaveBeenCalledWith('comm_live_update', called);
});
