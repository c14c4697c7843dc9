/** The live widget's host: a kernel that may go away, and Vega from the runtime widget. */
import { asker } from './ask';
import type { Host, PanelModel, VegaRuntime } from '../../contract/declaration';
import { importGzipped } from '../../base/gunzip';
import { mountPanel } from '../../mount';
import { sharedVega } from '../../base/registry';

/** What JupyterLab's kernel connection tells; other front ends may have none of it. */
interface Kernel {
  status?: string;
  connectionStatus?: string;
  isDisposed?: boolean;
  statusChanged?: Signal;
  connectionStatusChanged?: Signal;
  disposed?: Signal;
}

interface Signal {
  connect(listener: () => void): void;
  disconnect(listener: () => void): void;
}

const GONE = new Set(['dead', 'terminating', 'restarting', 'autorestarting']);

/** Shows a live panel: `model` as anywidget hands it over, `runtime` the runtime widget's model. */
export function mountLive(el: HTMLElement, model: any, runtime: any): () => void {
  return mountPanel(el, model as PanelModel, liveHost(model, runtime));
}

export function liveHost(model: any, runtime: any): Host {
  const manager = model.widget_manager;
  return {
    kind: 'live',
    ask: asker(model),
    kernelIsAway: () => isAway(manager, runtime),
    onKernelChange(callback) {
      const kernel: Kernel | null | undefined = manager?.kernel;
      const signals = [kernel?.statusChanged, kernel?.connectionStatusChanged, kernel?.disposed];
      signals.forEach((signal) => signal?.connect(callback));
      // After a restart the kernel is back but knows nothing of this panel.
      runtime.on('comm_live_update', callback);
      return () => {
        signals.forEach((signal) => signal?.disconnect(callback));
        runtime.off('comm_live_update', callback);
      };
    },
    loadVega: () => sharedVega(() => importGzipped(runtime.get('vega')) as Promise<VegaRuntime>),
  };
}

function isAway(manager: any, runtime: any): boolean {
  if (runtime.comm_live === false) return true;
  // A front end that shows no kernel at all is taken at its word: it delivers messages.
  if (!manager || !('kernel' in manager)) return false;
  const kernel: Kernel | null = manager.kernel;
  if (!kernel || kernel.isDisposed) return true;
  return GONE.has(kernel.status ?? '') || kernel.connectionStatus === 'disconnected';
}
