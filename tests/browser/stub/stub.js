/** Mounts panels on stub models, with a kernel that the test switches on and off. */
import { mountPanel, stubModel } from "./panel.js";

const vega = () => (globalThis.loaded ??= import("./vega.js"));

async function answer(panel, question) {
  panel.asked.push(question);
  if (question.name === "Nobody" || question.text === "Nobody") throw new Error("That name is taken.");
  const content = new Blob(["customer_id\n1\n"], { type: "text/csv" });
  const file = { name: "list.csv", type: "text/csv", content };
  return question.kind === "file" ? { said: "Saved 1", file } : { said: "Named" };
}

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
      // Only a live widget has a Python to ask.
      ...(kind === "live" && { ask: (question) => answer(panel, question) }),
    };
    const el = document.createElement("div");
    document.querySelector("main").append(el);
    const panel = {
      away,
      model: { ...model, save_changes: save },
      sent,
      listeners,
      el,
      asked: [],
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
