/** The panel as hosts use it. */
export { mountLive } from './live';
export { mountPanel } from './panel';
export { stubHost, stubModel } from './stub';
