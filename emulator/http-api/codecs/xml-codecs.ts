import type { GroovyValue } from './groovy-value.js';
import type { XmlReading } from './xml-slurper.js';

/** The codecs of XML, which only some requests need. */
export interface XmlCodecs {
  readonly readXml: (text: string) => XmlReading;
  readonly writeXml: (root: string, value: GroovyValue) => string;
}

/** Codecs of XML that are loaded on first use: the emulator starts faster without them. */
export function lazyXmlCodecs(): () => Promise<XmlCodecs> {
  let loaded: Promise<XmlCodecs> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

async function load(): Promise<XmlCodecs> {
  const [{ readXml }, { MarkupBuilder }] = await Promise.all([
    import('./xml-slurper.js'),
    import('./markup-builder.js'),
  ]);
  const builder = new MarkupBuilder();
  return { readXml, writeXml: (root, value) => builder.write(root, value) };
}
