/** Codecs that only some requests need, loaded on first use so that the emulator starts faster without them. */
function once<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let loaded: Promise<Module> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

export const xmlSlurper = once(() => import('./xml-slurper.js'));
export const markupBuilder = once(() => import('./markup-builder.js'));
