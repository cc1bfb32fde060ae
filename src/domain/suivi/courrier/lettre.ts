/**
 * The explanation of a decision as a letter to the partner: no code name, no hash, nothing the rule files do
 * not say.
 */

/** What only the Caf can write. */
export type PartDeLaCaf = 'adresseCaf' | 'destinataire' | 'recours' | 'signature';
/** What it wrote, part by part; '' or absent is left to complete. */
export type PartsEcrites = Readonly<Partial<Record<PartDeLaCaf, string>>>;

/** One piece of a letter. `a-completer`: what only the Caf can write, left for it to fill in. */
export type Bloc =
  | { readonly genre: 'paragraphe'; readonly texte: string }
  | {
      readonly genre: 'tableau';
      readonly legende: string;
      readonly colonnes: readonly string[];
      readonly lignes: readonly (readonly string[])[];
    }
  | { readonly genre: 'liste'; readonly elements: readonly string[] }
  | { readonly genre: 'alerte'; readonly texte: string }
  | { readonly genre: 'a-completer'; readonly texte: string; readonly champ: PartDeLaCaf };

/** A letter, piece by piece. */
export interface Lettre {
  readonly decisionId: string;
  readonly reference: string;
  /** Lines of the heads of the letter; those the application does not know are to complete. */
  readonly expediteur: readonly Bloc[];
  readonly destinataire: readonly Bloc[];
  readonly date: string;
  readonly objet: string;
  readonly ouverture: readonly Bloc[];
  readonly parties: readonly { readonly titre: string; readonly blocs: readonly Bloc[] }[];
  readonly cloture: readonly Bloc[];
  /** « Référence à rappeler : 1A2B3C4D-5E6F ». */
  readonly pied: string;
}

/** One paragraph. */
export const paragraphe = (texte: string): Bloc => ({ genre: 'paragraphe', texte });
/** A part the Caf has to write. */
export const aCompleter = (champ: PartDeLaCaf, quoi: string): Bloc => ({
  genre: 'a-completer',
  champ,
  texte: `${quoi} : à compléter par la Caf`,
});

/** The letter with what the Caf wrote, as it was typed, in the place left for it. */
export function completer(lettre: Lettre, parts: PartsEcrites): Lettre {
  const ecrire = (blocs: readonly Bloc[]): Bloc[] =>
    blocs.flatMap((bloc): Bloc[] => {
      const ecrit = bloc.genre === 'a-completer' ? parts[bloc.champ] : undefined;
      return ecrit ? ecrit.split('\n').map(paragraphe) : [bloc];
    });
  return {
    ...lettre,
    expediteur: ecrire(lettre.expediteur),
    destinataire: ecrire(lettre.destinataire),
    cloture: ecrire(lettre.cloture),
  };
}

/** Parts that this letter leaves to the Caf. */
export const partsAttendues = ({ expediteur, destinataire, cloture }: Lettre): PartDeLaCaf[] =>
  [...expediteur, ...destinataire, ...cloture].flatMap((bloc) =>
    bloc.genre === 'a-completer' ? [bloc.champ] : [],
  );
