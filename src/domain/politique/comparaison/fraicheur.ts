/** Values and sources in force that nobody has read again on their text for longer than the delay allows. */
import { lireLignes } from '#src/kernel/sql.ts';
import { activationsConnues, contient } from '#src/domain/politique/versions/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import {
  aReverifier,
  AucuneVersionApplicable,
  limiteDeFraicheur,
  type AReverifier,
  type FichierDate,
} from '#src/engine/index.ts';

/** Where the delay is written: a shared parameter file, and the name of the parameter, in months. */
export const DELAI_DE_REVERIFICATION = { fichier: 'regles', nom: 'delaiDeReverification' } as const;

export interface AReverifierEnVigueur extends AReverifier {
  readonly genreDuFichier: GenreDeVersion;
  readonly jeu: string;
  readonly titre: string;
}
export interface FraicheurEnVigueur {
  /** Months. */
  readonly delai: number;
  /** The day before which a verification is too old, `AAAA-MM-JJ`. */
  readonly limite: string;
  /** The oldest verification first. */
  readonly elements: readonly AReverifierEnVigueur[];
}

/**
 * What is to be read again today in the versions in force, forms included; null while no version in force
 * gives the delay.
 */
export async function fraicheurEnVigueur({
  em,
  acteur,
  registre,
  aujourdhui,
}: UniteDeLecture): Promise<FraicheurEnVigueur | null> {
  exiger(acteur, 'VersionRegle', 'lire');
  const jour = aujourdhui.toString();
  const delai = delaiAu(registre, jour);
  if (delai === null) return null;
  const limite = limiteDeFraicheur(jour, delai);
  const lignes = await lireLignes(
    em,
    activationsConnues
      .select(['v.genre', 'v.jeu', 'v.texte'])
      .where(({ ref }) => contient(ref('a.effective'), jour))
      .orderBy('v.genre', 'desc')
      .orderBy('v.jeu'),
  );
  const elements = lignes.flatMap(({ genre, jeu, texte }) => {
    // The text as written: the closed file would show a shared parameter in every file that reads it. It
    // passed the gate: it has this shape.
    const fichier = JSON.parse(texte) as FichierDate & { readonly titre: string };
    return aReverifier(fichier, limite).map((element) => ({
      ...element,
      genreDuFichier: genre,
      jeu,
      titre: fichier.titre,
    }));
  });
  return {
    delai,
    limite,
    elements: elements.sort((a, b) => (a.verifieLe < b.verifieLe ? -1 : a.verifieLe > b.verifieLe ? 1 : 0)),
  };
}

function delaiAu(registre: Registre, jour: string): number | null {
  try {
    return Number(registre.parametre(DELAI_DE_REVERIFICATION.fichier, DELAI_DE_REVERIFICATION.nom, jour));
  } catch (erreur) {
    // A registry filled before the file was delivered has not got it until somebody publishes it.
    if (erreur instanceof AucuneVersionApplicable) return null;
    throw erreur;
  }
}
