/** The panel as hosts use it. */
export { mountLive } from './live';
export { mountPanel } from './panel';
export { storedDeclaration, stubHost, stubModel } from './stub';
