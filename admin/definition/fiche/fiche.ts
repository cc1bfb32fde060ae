import type { FicheMontree, Enregistrement } from '#admin/definition/types/fiche.ts';
import { departDe, exigerLecture, type Demande, type Outils } from '#admin/definition/demande.ts';
import type { ContexteFiche, Ressource } from '#admin/definition/definition.ts';
import { assemblerFiche } from '#admin/definition/fiche/assembler.ts';
import type { JsonDe } from '#admin/definition/ecran.ts';
import type { PageHistorique } from '#admin/definition/journal/types.ts';
import { aUnHistorique, historiqueDe, lirePlace } from '#admin/definition/journal/historique.ts';
import { champsVisibles, chargerEntite, ficheDeLEntite, lireParIds } from '#admin/definition/lecture.ts';
import { lireEnregistrements } from '#admin/definition/references.ts';
import { RequeteRefusee } from '#admin/definition/requete.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';

/** A record, with what its functions are called with. @throws Introuvable */
export async function contexteFiche(
  unite: UniteDeLecture,
  ressource: Ressource,
  id: string,
  ailleurs: Outils,
  depart: Record<string, string> = {},
): Promise<ContexteFiche<object>> {
  const fiche = await chargerEntite(unite, ressource, id, ailleurs.catalogue);
  if (!fiche) throw new Introuvable(ressource.singulier);
  return { unite, fiche, id, depart, ailleurs };
}

/** A record as every answer carries it. @throws Introuvable */
export async function enregistrementDe(
  { unite, fiche: entite, id }: ContexteFiche<object>,
  ressource: Ressource,
  outils: Outils,
): Promise<Enregistrement> {
  const visibles = champsVisibles(unite.acteur, ressource);
  const fiche =
    ficheDeLEntite(unite, ressource, entite, visibles) ??
    (await lireParIds(unite, ressource, [id], visibles))[0];
  const [enregistrement] = fiche
    ? await lireEnregistrements(unite, outils.catalogue, ressource, [...visibles], [fiche], outils.racine)
    : [];
  if (!enregistrement) throw new Introuvable(ressource.singulier);
  return enregistrement;
}

/** A page of a record's history; only where there is one. */
async function lireHistorique(
  unite: UniteDeLecture,
  ressource: Ressource,
  id: string,
  demandee: string,
  { catalogue }: Outils,
): Promise<PageHistorique> {
  const place = lirePlace(demandee);
  if (place === null || !aUnHistorique(ressource))
    throw new RequeteRefusee(
      'Le paramètre « historique » : cette page n’existe pas. Rouvrez l’historique depuis la fiche.',
    );
  return historiqueDe(unite, catalogue, ressource, id, place);
}

/** The page of a record, or a page of its history. */
export function traiterFiche(ressource: Ressource, outils: Outils) {
  return async (
    demande: Demande,
  ): Promise<{ record: Enregistrement; dossier?: FicheMontree; historique?: PageHistorique }> => {
    exigerLecture(demande, ressource);
    const { acteur, id } = demande;
    if (id === undefined) throw new Introuvable(ressource.singulier);
    return outils.executeur.lire(acteur, async (unite) => {
      const contexte = await contexteFiche(unite, ressource, id, outils);
      const record = await enregistrementDe(contexte, ressource, outils);
      const { historique } = departDe(demande);
      if (historique !== undefined)
        return { record, historique: await lireHistorique(unite, ressource, id, historique, outils) };
      return { record, dossier: await assemblerFiche(contexte, ressource, record, outils.racine) };
    });
  };
}

/** What the page of a record receives. */
export type ReponseDeFiche = JsonDe<typeof traiterFiche>;
