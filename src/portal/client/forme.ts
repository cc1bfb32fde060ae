/**
 * Shapes of what a server answers, written once: the type is inferred from the check. The answer of another
 * release, or of something between the server and the browser, is not shown.
 * Shared by the server and the scripts: imports nothing.
 */
type Garde<T> = (valeur: unknown) => valeur is T;
/** What a check lets through. */
export type Forme<G> = G extends Garde<infer T> ? T : never;

export const texte: Garde<string> = (valeur) => typeof valeur === 'string';
export const nombre: Garde<number> = (valeur) => typeof valeur === 'number';

export const ouNull =
  <T>(garde: Garde<T>): Garde<T | null> =>
  (valeur): valeur is T | null =>
    valeur === null || garde(valeur);

export const liste =
  <T>(garde: Garde<T>): Garde<readonly T[]> =>
  (valeur): valeur is readonly T[] =>
    Array.isArray(valeur) && valeur.every(garde);

/** An object whose keys are not known. */
export const table =
  <T>(garde: Garde<T>): Garde<Readonly<Record<string, T>>> =>
  (valeur): valeur is Readonly<Record<string, T>> =>
    estObjet(valeur) && Object.values(valeur).every(garde);

/** An object with these fields at least. */
export const objet =
  <Champs extends Readonly<Record<string, unknown>>>(
    gardes: {
      readonly [Nom in keyof Champs]: Garde<Champs[Nom]>;
    },
  ): Garde<Readonly<Champs>> =>
  (valeur): valeur is Readonly<Champs> =>
    estObjet(valeur) &&
    Object.entries(gardes).every(([nom, garde]) => (garde as Garde<unknown>)(valeur[nom]));

const estObjet = (valeur: unknown): valeur is Readonly<Record<string, unknown>> =>
  typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur);

/** The JSON of an answer. @throws when it is not of the shape that was asked for */
export async function lireReponse<T>(reponse: Response, garde: Garde<T>): Promise<T> {
  const lue: unknown = await reponse.json();
  if (!garde(lue)) throw new TypeError(`an answer of another shape from ${reponse.url}`);
  return lue;
}
