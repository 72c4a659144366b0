import { z } from 'zod';
import { type JsonSchema, problemsOf } from '../../options/option-errors.js';
import { redactedLine } from '../../redact.js';
import { type Problem, readSources } from '../format/source.js';
import { type ExchangePlaces, placesInJson, shownLine, withShownLines } from './places.js';
import { type RecordingFile, recordingSchema } from './recording.js';

/**
 * Whether a text is one of recordings: a list, whose items have `exchanges`. A scenario file is a mapping. It is not
 * parsed for that, and what is a recording may still be wrong.
 */
export function isRecording(_file: string, text: string): boolean {
  const start = /^\uFEFF?(?:\s|[#%].*\n|---(?=\s))*(?:\[|-\s)/;
  return start.test(text) && /(?:^|[\s{,"'])exchanges["']?\s*:/m.test(text);
}

/** Reads recordings, in JSON or YAML, or tells everything that is wrong with them. */
export function readRecording(
  file: string,
  text: string,
): RecordingFile | { readonly problems: readonly Problem[] } {
  const plain = text.replace(/^\uFEFF/, '');
  return readJson(file, plain) ?? readYaml(file, plain);
}

/** JSON is read as such, since the parser of YAML takes a second for a megabyte; one that is wrong is left to it. */
function readJson(file: string, text: string): RecordingFile | undefined {
  try {
    const { data } = recordingSchema.safeParse(JSON.parse(text));
    return data && recordingOf(file, data, placesInJson(file, text));
  } catch {
    return undefined;
  }
}

function readYaml(file: string, text: string): ReturnType<typeof readRecording> {
  const { sources, problems } = readSources(file, text);
  const [source, second] = sources;
  if (problems.length > 0 || source === undefined) {
    const told = /^\s*\[/.test(text) ? problems.slice(0, 1).map(asJsonProblem) : problems;
    return { problems: told.map(withoutSecrets) };
  }
  if (second !== undefined) {
    const message = 'a second document begins here: write all sequences into one list';
    return { problems: [withoutSecrets({ place: second.placeOf([]), message })] };
  }
  const { data, error } = recordingSchema.safeParse(source.values);
  if (error) {
    const found = problemsOf(error, z.toJSONSchema(recordingSchema) as JsonSchema, source.values);
    return {
      problems: found.map(({ path, atKey, message }) =>
        withoutSecrets({ place: source.placeOf(path, atKey ? 'key' : 'value'), message }),
      ),
    };
  }
  const shown = withShownLines();
  const placeOf = (...path: (string | number)[]) => shown(source.placeOf(path, 'key'));
  return recordingOf(file, data, {
    sequence: (index) => placeOf(index),
    exchange: (index, number) => ({
      request: placeOf(index, 'exchanges', number, 'request'),
      response: placeOf(index, 'exchanges', number, 'response'),
    }),
  });
}

function recordingOf(
  file: string,
  sequences: z.output<typeof recordingSchema>,
  places: ExchangePlaces,
): RecordingFile {
  return {
    file,
    sequences: sequences.map(({ name, group, servers, exchanges }, index) => ({
      name,
      group,
      servers,
      line: places.sequence(index).line,
      exchanges: exchanges.map(({ request, response }, number) => {
        const { request: place, response: responsePlace } = places.exchange(index, number);
        return { request, response, place, responsePlace };
      }),
    })),
  };
}

/** What the parser of YAML says of JSON; only its first complaint is of use, since the others follow from it. */
function asJsonProblem({ place, message }: Problem): Problem {
  const [, end] = /must (?:.* and )?end with a (.)(?: \(|$)/.exec(message) ?? [];
  const reason = end === undefined ? message.replace(/^no YAML: | \([^()]*\)$/g, '') : `expected ${end} here`;
  return { place, message: `no JSON: ${reason}` };
}

function withoutSecrets({ place, message }: Problem): Problem {
  return { place: { ...place, text: shownLine(place.text) }, message: redactedLine(message) };
}
