/** The build hands style sheets and icons over as text, in every bundle and in the tests. */
declare module '*.css' {
  const text: string;
  export default text;
}
declare module '*.svg' {
  const text: string;
  export default text;
}
