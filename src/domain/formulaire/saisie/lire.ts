import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import {
  colonnesDe,
  estGroupe,
  estMontre,
  libelleEnColonne,
  libelleEnLigne,
  sectionsDe,
} from '#src/domain/formulaire/champs.ts';
import type {
  Champ,
  ChampDeSaisie,
  ChampGroupe,
  DefinitionDeFormulaire,
  Volet,
} from '#src/domain/formulaire/definition.ts';
import { bornesDe, optionsDe, type ContexteJson } from '#src/domain/formulaire/options.ts';
import { dansLOrdreDeLaPage } from '#src/domain/formulaire/ordre.ts';
import {
  completer,
  type DonneesDeVolet,
  type LigneDeGroupe,
  type ValeurDeSection,
} from '#src/domain/formulaire/saisie/donnees.ts';
import { datesRefusees, type ErreurDeChamp } from '#src/domain/formulaire/saisie/recevable.ts';
import {
  ecrireValeur,
  identiteDe,
  lireValeur,
  type Admis,
  type ValeurDeChamp,
} from '#src/domain/formulaire/saisie/valeurs.ts';

export type { ErreurDeChamp } from '#src/domain/formulaire/saisie/recevable.ts';

export interface SaisieLue {
  readonly donnees: DonneesDeVolet;
  readonly erreurs: readonly ErreurDeChamp[];
  /** What was understood of texts that may mean several things, by path. */
  readonly compris: Readonly<Record<string, string>>;
  /** Fields sent that the volet does not have. */
  readonly inconnus: readonly string[];
}

/** Fields of a form as they come: `section.champ`, `section.champ.colonne`, `section.groupe.rang.champ`. */
export type Brut = Readonly<Record<string, string | readonly string[] | undefined>>;

const RANG = /^\d{1,3}$/;

/**
 * Reads the whole of one volet. A text that cannot be read is an error and stays in `illisibles`, so that the
 * person
 * finds what he typed. Fields the volet does not have, the other fournisseur's included, are named and never
 * read.
 */
export function lireVolet(
  definition: DefinitionDeFormulaire,
  volet: Volet,
  perennite: Perennite,
  brut: Brut,
  contexte: ContexteJson,
): SaisieLue {
  const lecteur = new Lecteur(brut, (champ) => ({
    options: optionsDe(definition, champ, contexte),
    bornes: bornesDe(champ, contexte),
  }));
  const valeurs = Object.fromEntries(
    sectionsDe(definition, perennite, volet).map((section) => {
      const lues: Record<string, ValeurDeSection> = {};
      for (const champ of section.champs) {
        const chemin = `${section.id}.${champ.id}`;
        const colonnes = colonnesDe(definition, perennite, champ);
        if (estGroupe(champ)) lues[champ.id] = lecteur.lignes(champ, chemin);
        else if (colonnes)
          lues[champ.id] = Object.fromEntries(
            colonnes.map((colonne) => [
              colonne.id,
              lecteur.valeur(nomme(champ, libelleEnColonne(champ, colonne)), `${chemin}.${colonne.id}`),
            ]),
          );
        else lues[champ.id] = lecteur.valeur(champ, chemin);
      }
      lecteur.accorder(
        section.champs.filter((champ): champ is ChampDeSaisie => !estGroupe(champ)),
        lues,
        section.id,
        ({ libelle }) => libelle,
      );
      return [section.id, lues];
    }),
  );
  return {
    donnees: { valeurs, illisibles: lecteur.illisibles },
    erreurs: dansLOrdreDeLaPage(definition, lecteur.erreurs, ({ champ }) => champ),
    compris: lecteur.compris,
    inconnus: lecteur.inconnus(),
  };
}

/** A field called by its place: what is wrong with it is told of this row or column, not of all. */
const nomme = (champ: ChampDeSaisie, libelle: string): ChampDeSaisie => ({ ...champ, libelle });

class Lecteur {
  readonly erreurs: ErreurDeChamp[] = [];
  readonly illisibles: Record<string, string> = {};
  readonly compris: Record<string, string> = {};
  private readonly lus = new Set<string>();

  constructor(
    private readonly brut: Brut,
    private readonly admis: (champ: ChampDeSaisie) => Admis,
  ) {}

  /** @param envoye path it was sent under, when rows are counted anew */
  valeur(champ: ChampDeSaisie, chemin: string, envoye = chemin): ValeurDeChamp {
    this.lus.add(envoye);
    const texte = Object.hasOwn(this.brut, envoye) ? this.brut[envoye] : undefined;
    if (texte === undefined) return null;
    if (typeof texte !== 'string') {
      this.refuser(
        chemin,
        `${champ.libelle} : ce champ a été envoyé plusieurs fois. Saisissez-le de nouveau.`,
      );
      return null;
    }
    const lecture = lireValeur(champ, texte, this.admis(champ));
    if ('valeur' in lecture) {
      if (lecture.compris !== undefined) this.compris[chemin] = lecture.compris;
      return lecture.valeur;
    }
    this.refuser(chemin, lecture.erreur);
    this.illisibles[chemin] = texte.slice(0, 5000);
    return null;
  }

  lignes(groupe: ChampGroupe, chemin: string): LigneDeGroupe[] {
    const rangs = new Set<number>();
    for (const cle of Object.keys(this.brut)) {
      const rang = cle.startsWith(`${chemin}.`) ? cle.slice(chemin.length + 1).split('.')[0] : undefined;
      if (rang !== undefined && RANG.test(rang)) rangs.add(Number(rang));
    }
    if (rangs.size > groupe.maximum)
      this.refuser(chemin, `${groupe.libelle} : ${groupe.maximum} lignes au plus.`);
    const vues = new Map<ValeurDeChamp, { readonly rang: number; readonly texte: string }>();
    const unique = groupe.champs.find(({ id }) => id === groupe.unique);
    return [...rangs]
      .sort((a, b) => a - b)
      .slice(0, groupe.maximum)
      .map((envoye, rang) => {
        const prefixe = `${chemin}.${rang}`;
        const ligne: Record<string, ValeurDeChamp> = {};
        for (const champ of groupe.champs)
          ligne[champ.id] = this.valeur(
            nomme(champ, libelleEnLigne(groupe, rang, champ)),
            `${prefixe}.${champ.id}`,
            `${chemin}.${envoye}.${champ.id}`,
          );
        this.accorder(groupe.champs, ligne, prefixe, (champ) => libelleEnLigne(groupe, rang, champ));
        const valeur = (unique && ligne[unique.id]) ?? null;
        if (unique && valeur !== null) {
          const cle = identiteDe(unique, valeur);
          const premiere = vues.get(cle);
          if (premiere)
            this.refuser(
              `${prefixe}.${unique.id}`,
              `${groupe.ligne} ${rang + 1} : déjà présent ligne ${premiere.rang + 1}${premiere.texte}. Supprimez l’une des deux lignes.`,
            );
          else
            vues.set(cle, {
              rang,
              texte: unique.type === 'commune' ? `, ${this.compris[`${prefixe}.${unique.id}`] ?? ''}` : '',
            });
        }
        return ligne;
      });
  }

  /**
   * What fields of one section or row say of each other: hidden ones are emptied, dates follow one another.
   */
  accorder(
    champs: readonly ChampDeSaisie[],
    valeurs: Record<string, ValeurDeSection>,
    prefixe: string,
    nommer: (champ: Champ) => string,
  ): void {
    for (const champ of champs) if (!estMontre(champ, valeurs)) this.oublier(champ, valeurs, prefixe);
    for (const { champ, phrase } of datesRefusees(champs, valeurs))
      this.refuser(`${prefixe}.${champ.id}`, phrase(nommer(champ)));
  }

  private oublier(champ: ChampDeSaisie, valeurs: Record<string, ValeurDeSection>, prefixe: string): void {
    const chemin = `${prefixe}.${champ.id}`;
    valeurs[champ.id] = null;
    delete this.illisibles[chemin];
    delete this.compris[chemin];
    const rang = this.erreurs.findIndex((erreur) => erreur.champ === chemin);
    if (rang >= 0) this.erreurs.splice(rang, 1);
  }

  /** A row beyond the maximum is refused as such, not field by field. */
  inconnus(): string[] {
    return Object.keys(this.brut).filter(
      (chemin) => !this.lus.has(chemin) && !this.erreurs.some(({ champ }) => chemin.startsWith(`${champ}.`)),
    );
  }

  private refuser(champ: string, message: string): void {
    this.erreurs.push({ champ, message });
  }
}

/** A draft as the texts its form shows: reading them again gives the same data and the same errors. */
export function brutDe(
  definition: DefinitionDeFormulaire,
  volet: Volet,
  perennite: Perennite,
  donnees: DonneesDeVolet,
): Record<string, string> {
  const valeurs = completer(definition, perennite, donnees.valeurs, volet);
  const brut: Record<string, string> = {};
  const ecrire = (champ: ChampDeSaisie, chemin: string, valeur: unknown): void => {
    brut[chemin] = donnees.illisibles[chemin] ?? ecrireValeur(champ, (valeur ?? null) as ValeurDeChamp);
  };
  for (const section of sectionsDe(definition, perennite, volet)) {
    for (const champ of section.champs) {
      const chemin = `${section.id}.${champ.id}`;
      const valeur = valeurs[section.id]?.[champ.id];
      const colonnes = colonnesDe(definition, perennite, champ);
      if (estGroupe(champ))
        (valeur as readonly LigneDeGroupe[]).forEach((ligne, rang) =>
          champ.champs.forEach((sousChamp) =>
            ecrire(sousChamp, `${chemin}.${rang}.${sousChamp.id}`, ligne[sousChamp.id]),
          ),
        );
      else if (colonnes)
        colonnes.forEach(({ id }) =>
          ecrire(champ, `${chemin}.${id}`, (valeur as Readonly<Record<string, ValeurDeChamp>>)[id]),
        );
      else ecrire(champ, chemin, valeur);
    }
  }
  return brut;
}
