import { type Perennite } from '#src/domain/formulaire/perennite.ts';
import { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { SANS_FICTIVES } from '#src/domain/declaration/chaine/dossier.ts';
import { sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import { auCommencement } from '#src/domain/declaration/chaine/commencement.ts';
import { commencerDeclaration, couvreLExercice } from '#src/domain/declaration/commandes/commencer.ts';
import { contexteDe } from '#src/domain/declaration/contexte.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { Conventionnement } from '#src/domain/equipement/equipement.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { equipementsLus } from '#src/domain/declaration/acces.ts';
import { pourquoi, type RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';

/** A declaration a campaign asks for, not begun yet. */
export interface DeclarationACommencer {
  readonly conventionnement: {
    readonly id: string;
    readonly numeroMaia: string | null;
    readonly du: string;
    readonly au: string;
  };
  readonly equipement: { readonly id: string; readonly nom: string; readonly type: string };
  readonly exercice: number;
  readonly perennite: Perennite;
  readonly perenniteLibelle: string;
  readonly ouvreLe: string;
  /** First day it is closed. */
  readonly fermeLe: string;
  /** Whether it may be begun today. */
  readonly ouverte: boolean;
  /** Why not, in the rule file's words. */
  readonly raison: string | null;
  /** Why the actor may not begin it now; null when he may. */
  readonly pourquoi: RefusExplique | null;
}

/**
 * What the campaigns of the Caf ask of the actor's equipments and nobody has begun: open ones first, then
 * those to come.
 */
export async function declarationsACommencer(unite: UniteDeLecture): Promise<DeclarationACommencer[]> {
  exiger(unite.acteur, 'Declaration', 'lire');
  if (unite.acteur.type !== 'partenaire') return [];
  const { acteur, aujourdhui } = unite;
  const equipements = equipementsLus(acteur);
  const conventionnements = await unite.em.find(
    Conventionnement,
    { equipement: { $in: equipements }, etat: 'valide' },
    { populate: ['caf', 'partenaire', 'equipement'], orderBy: { equipement: { nom: 'asc' }, du: 'desc' } },
  );
  const campagnes = await unite.em.find(
    Campagne,
    { caf: acteur.cafId, fermeLe: { $gt: aujourdhui.toString() } },
    { orderBy: { ouvreLe: 'asc' } },
  );
  const commencees = await unite.em.find(
    Declaration,
    { equipement: { $in: equipements } },
    { fields: ['exercice', 'perennite', 'conventionnement'] },
  );
  const dejaFaite = new Set(
    commencees.map(
      ({ conventionnement, exercice, perennite }) => `${conventionnement.id} ${exercice} ${perennite}`,
    ),
  );
  const trouvees: DeclarationACommencer[] = [];
  for (const campagne of campagnes) {
    for (const conventionnement of conventionnements) {
      const { equipement, caf, partenaire } = conventionnement;
      const { exercice, perennite } = campagne;
      if (
        campagne.typeEquipement !== equipement.type ||
        !couvreLExercice(conventionnement, exercice) ||
        dejaFaite.has(`${conventionnement.id} ${exercice} ${perennite}`)
      )
        continue;
      const publie = unite.registre.formulaire(equipement.type, `${exercice}-12-31`);
      const demandee = (publie?.definition as DefinitionDeFormulaire | undefined)?.perennites[perennite];
      if (!publie || !demandee) continue;
      const definition = auCommencement(publie.definition as DefinitionDeFormulaire);
      const contexte = await contexteDe(
        unite,
        { caf, partenaire, equipement, conventionnement, exercice, perennite },
        definition,
        false,
      );
      const vide = { valeurs: {}, illisibles: {} };
      const analyse = await analyser(
        { definition, perennite, activite: vide, finances: vide, contexte, choix: [] },
        'commencement',
        sansTrace(unite.registre),
        SANS_FICTIVES,
      );
      const { bloquants } = analyse;
      trouvees.push({
        pourquoi: await pourquoi(unite, commencerDeclaration, { conventionnement, analyse }),
        conventionnement: {
          id: conventionnement.id,
          numeroMaia: conventionnement.numeroMaia ?? null,
          du: conventionnement.du,
          au: conventionnement.au,
        },
        equipement: { id: equipement.id, nom: equipement.nom, type: equipement.type },
        exercice,
        perennite,
        perenniteLibelle: demandee.libelle,
        ouvreLe: campagne.ouvreLe,
        fermeLe: campagne.fermeLe,
        ouverte: bloquants.length === 0,
        raison: bloquants.map(({ message }) => message).join(' ') || null,
      });
    }
  }
  return trouvees.sort((a, b) => Number(b.ouverte) - Number(a.ouverte));
}
