/** The panel as hosts use it. */
export { mountLive } from './live';
export { mountPanel } from '../../mount';
export { storedDeclaration, stubHost, stubModel } from '../../contract/stub';
