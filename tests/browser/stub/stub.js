/** Mounts panels on stub models, with a kernel that the test switches on and off. */
import { mountPanel, stubModel } from "./panel.js";

const vega = () => (globalThis.loaded ??= import("./vega.js"));

globalThis.stub = {
  panels: [],

  /** `options`: kind of host, whether the kernel is away, how Vega comes (or does not). */
  mount(json, { kind = "live", away = false, wait = 0, fail = "" } = {}) {
    const model = stubModel(json);
    const sent = [];
    const save = () => sent.push(Date.now());
    const listeners = new Set();
    const host = {
      kind,
      kernelIsAway: () => panel.away,
      onKernelChange(callback) {
        listeners.add(callback);
        return () => listeners.delete(callback);
      },
      async loadVega() {
        await new Promise((resolve) => setTimeout(resolve, wait));
        if (fail) throw new Error(fail);
        return vega();
      },
    };
    const el = document.createElement("div");
    document.querySelector("main").append(el);
    const panel = {
      away,
      model: { ...model, save_changes: save },
      sent,
      listeners,
      el,
    };
    panel.setAway = (now) => {
      panel.away = now;
      listeners.forEach((call) => call());
    };
    panel.unmount = mountPanel(el, panel.model, host);
    stub.panels.push(panel);
    return stub.panels.length - 1;
  },

  clear() {
    stub.panels.forEach((panel) => panel.unmount());
    stub.panels.length = 0;
    document.querySelector('main').replaceChildren();
    delete document.body.dataset.jpThemeLight;
  },
};
