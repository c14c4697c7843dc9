/** Unpacks a binary trait: text travels gzipped from Python. */
export async function gunzip(bytes: DataView | ArrayBuffer): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return await new Response(stream).text();
}

/** Imports a gzipped ES module. */
export async function importGzipped(bytes: DataView | ArrayBuffer): Promise<any> {
  const source = new Blob([await gunzip(bytes)], { type: 'text/javascript' });
  const url = URL.createObjectURL(source);
  try {
    // The bundlers must leave this import alone: its address is made in the page.
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
