import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Refus } from '#src/kernel/refus.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import type { Dossier } from '#src/domain/declaration/chaine/dossier.ts';
import { fictivesDe, sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import { autresLectures } from '#src/domain/declaration/chaine/lectures.ts';
import type { Analyse, LectureOuverte } from '#src/domain/declaration/chaine/resultats.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { dossierDuBrouillon } from '#src/domain/declaration/dossier.ts';
import { versionDuVolet } from '#src/domain/declaration/volets.ts';
import { exigence, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire, Volet } from '#src/domain/formulaire/definition.ts';
import { resteAVerifier } from '#src/domain/formulaire/prefill.ts';
import { bornesDe, optionsDe } from '#src/domain/formulaire/options.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import type { DonneesDeVolet } from '#src/domain/formulaire/saisie/donnees.ts';
import { brutDe, lireVolet, type Brut, type ErreurDeChamp } from '#src/domain/formulaire/saisie/lire.ts';
import type { Affichage } from '#src/portal/declarations/volet/champ.tsx';
import { retoursParChamp } from '#src/portal/declarations/volet/retours.tsx';
import { refusDeSaisir } from '#src/portal/declarations/commandes-du-volet.ts';
import { titreDe } from '#src/portal/declarations/dire.ts';
import { totauxAffiches } from '#src/portal/declarations/volet/totaux.ts';

/** A volet as it is saved, before any rule is asked. */
export interface VoletSaisi {
  readonly declaration: Declaration;
  readonly titre: string;
  readonly dossier: Dossier;
  readonly definition: DefinitionDeFormulaire;
  readonly volet: Volet;
  /** Texts of the saved draft. */
  readonly enregistre: Readonly<Record<string, string>>;
  /** Choices offered in a field. */
  readonly options: Affichage['options'];
}

/** All a volet's page shows, from the saved draft or from what was just typed. */
export interface VueDeVolet extends Omit<VoletSaisi, 'dossier' | 'options'> {
  readonly version: number;
  readonly motifRenvoi: string | null;
  /** Values taken over from another declaration and not changed yet. */
  readonly aVerifier: number;
  readonly affichage: Affichage;
  readonly analyse: Analyse;
  /** Amounts that other answers to open questions would give. */
  readonly lectures: readonly LectureOuverte[];
  readonly erreurs: readonly ErreurDeChamp[];
  /** Why the reader may not type in it now; null when he may. */
  readonly ferme: Refus | null;
}

/** A volet the reader may see, as it is saved. @throws Introuvable */
export async function voletSaisi(unite: UniteDeLecture, id: string, volet: Volet): Promise<VoletSaisi> {
  const declaration = await declarationLisible(unite, id);
  const dossier = await dossierDuBrouillon(unite, declaration);
  const { definition, perennite, contexte } = dossier;
  return {
    declaration,
    titre: titreDe(declaration, unite),
    dossier,
    definition,
    volet,
    enregistre: brutDe(definition, volet, perennite, dossier[volet]),
    options: (champ) => optionsDe(definition, champ, contexte),
  };
}

/**
 * @param saisi texts just typed; the saved draft otherwise
 * @param avecLectures whether the other readings are worked out: several chains more, too many for each
 *   keystroke
 */
export async function vueDeVolet(
  unite: UniteDeLecture,
  id: string,
  volet: Volet,
  saisi?: Brut,
  avecLectures = true,
): Promise<VueDeVolet> {
  const { dossier, options, ...enregistree } = await voletSaisi(unite, id, volet);
  const { declaration, definition, enregistre } = enregistree;
  const { perennite, contexte } = dossier;
  const lue = lireVolet(definition, volet, perennite, saisi ?? enregistre, contexte);
  const saisie = { ...dossier, [volet]: lue.donnees };
  const analyse = await analyser(saisie, 'saisie', sansTrace(unite.registre), fictivesDe(unite.registre));
  const controles = analyse.controles.filter(
    (controle) => controle.volet === volet || controle.volet === 'ensemble',
  );
  const marque = definition.perennites[perennite]?.reprend?.marque ?? '';
  const marques = new Map(resteAVerifier(dossier[volet], lue.donnees).map((chemin) => [chemin, marque]));
  return {
    ...enregistree,
    analyse,
    aVerifier: marques.size,
    lectures: avecLectures ? await autresLectures(saisie, 'saisie', analyse, unite.registre) : [],
    ferme: await refusDeSaisir(unite, enregistree),
    version: versionDuVolet(declaration, volet),
    erreurs: lue.erreurs,
    motifRenvoi:
      declaration.etat === 'renvoyee' || declaration.etat === 'retournee'
        ? (declaration.motifRenvoi ?? null)
        : null,
    affichage: {
      definition,
      brut: saisi === undefined ? enregistre : brutDe(definition, volet, perennite, lue.donnees),
      retours: retoursParChamp(controles, lue, marques),
      options,
      bornes: (champ) => bornesDe(champ, contexte),
      totaux: totauxAffiches(definition, perennite, analyse.totaux, {
        ...saisie.activite.illisibles,
        ...saisie.finances.illisibles,
      }),
      exiges: champsExiges(definition, perennite, lue.donnees, analyse),
    },
  };
}

/** Fields asked for by a finding that stands, or in which something is written. */
function champsExiges(
  definition: DefinitionDeFormulaire,
  perennite: Declaration['perennite'],
  { valeurs, illisibles }: DonneesDeVolet,
  { justifications }: Analyse,
): Set<string> {
  const ecrits = sectionsDe(definition, perennite)
    .flatMap(({ id: section, champs }) =>
      champs.filter(exigence).map(({ id }) => ({ section, id, chemin: `${section}.${id}` })),
    )
    .filter(({ section, id, chemin }) => (valeurs[section]?.[id] ?? null) !== null || chemin in illisibles);
  return new Set([...justifications.map(({ champ }) => champ), ...ecrits.map(({ chemin }) => chemin)]);
}
