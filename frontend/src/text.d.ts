/** The build hands style sheets and icons over as text, in every bundle and in the tests. */
declare module '*.css' {
  const text: string;
  export default text;
}
declare module '*.svg' {
  const text: string;
  export default text;
}

/** Every panel that the course and the browser tests hold, by where it stands (vitest.config.ts). */
declare module 'virtual:stored-panels' {
  const panels: [string, import('./contract/declaration').PanelJSON][];
  export default panels;
}
