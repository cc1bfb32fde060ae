import type { Json } from '#admin/definition/ecran.ts';
import type { ContenuEnMots } from '#admin/ecrans/atelier/commun/rendre.ts';
import type { RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';

/** What a version contains, in words when its kind has a rendering. */
export type Contenu = Json<ContenuEnMots>;

/** A referential in words. */
export type ReferentielRendu = Extract<Contenu, { genre: 'referentiel' }>['rendu'];

/** A form definition in words, and its parts. In expressions, labels stand between brackets. */
export type FormulaireRendu = Extract<Contenu, { genre: 'formulaire' }>['rendu'];
export type SectionRendue = FormulaireRendu['sections'][number];
export type ChampRendu = SectionRendue['champs'][number];
export type EtapeRendue = FormulaireRendu['etapes'][number];
export type PreparationRendue = FormulaireRendu['preparations'][number];

/** A button of the head of a page; closed, it says why. */
export interface BoutonMontre {
  readonly nom: string;
  readonly libelle: string;
  readonly empeche: string | null;
  /** The rule and who can lift it, where the server closes it rather than the state of the page. */
  readonly pourquoi?: RefusExplique | null;
  readonly principale?: boolean;
  readonly danger?: boolean;
  /** Where it leads, when it is a link. */
  readonly href?: string;
}
