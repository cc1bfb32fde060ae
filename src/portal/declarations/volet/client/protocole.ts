/** What the server and the script of a declaration's form say to each other. Shared by both. */
import { liste, nombre, objet, ouNull, table, texte, type Forme } from '../../../client/forme.ts';

/** Field that carries the values a form was opened with. */
export const CHAMP_OUVERTES = 'ouvertes';
/** Fields that say what was chosen between two values begin so. */
export const PREFIXE_DU_CHOIX = 'choix-';

const analyse = {
  /** Paths of the fields whose text cannot be read. */
  erreurs: liste(texte),
  /** HTML to show beside fields, by path; a field absent from here has nothing to say. */
  retours: table(texte),
  estimation: texte,
  controles: texte,
  /** Fields that findings ask for and that are to be shown. */
  exiges: liste(texte),
  totaux: table(texte),
  /** Read aloud when it changes. */
  annonce: texte,
};
/** What the rules say of what is typed. */
export const estReponseDAnalyse = objet(analyse);
export type ReponseDAnalyse = Forme<typeof estReponseDAnalyse>;

/** What others saved made of a save. */
const estFusionServie = objet({
  /** Texts taken over from others, or chosen theirs, by path. */
  repris: table(texte),
  /**
   * Lists whose rows are no longer those that were sent: each row, and the rank it was sent under, if it was.
   */
  lignes: table(liste(objet({ ligne: table(texte), saisie: ouNull(nombre) }))),
  /** Fields and lists that are not recorded as they were sent. */
  enAttente: liste(texte),
  /** The choices to make, as HTML; '' when there is none. */
  disputes: texte,
  nombre,
  /** What was taken over, in words. */
  phrase: texte,
});
export type FusionServie = Forme<typeof estFusionServie>;

/** A draft saved, and what the rules say of it. */
export const estReponseDEnregistrement = objet({
  ...analyse,
  version: nombre,
  enregistreA: texte,
  /** Who else is typing; '' when nobody. */
  presence: texte,
  fusion: ouNull(estFusionServie),
});
export type ReponseDEnregistrement = Forme<typeof estReponseDEnregistrement>;

/** Communes to choose from; the second text is read after the first: department, postal codes. */
export const sontDesCommunes = liste(objet({ valeur: texte, precision: texte }));
export type CommunesProposees = Forme<typeof sontDesCommunes>;

/** Why a request was refused. */
export const estUnRefus = objet({ erreur: objet({ message: texte }) });
