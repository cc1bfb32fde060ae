import { cellule } from '#admin/definition/affichage.ts';
import type { Cellule } from '#admin/definition/types/champ.ts';
import type {
  BoutonDeFiche,
  FicheMontree,
  Enregistrement,
  SectionDeFiche,
} from '#admin/definition/types/fiche.ts';
import {
  champDuJour,
  duJour,
  type ActionDeFiche,
  type ContexteFiche,
  type Ressource,
} from '#admin/definition/definition.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { champsVisibles } from '#admin/definition/lecture.ts';
import { aUnHistorique } from '#admin/definition/journal/historique.ts';
import { Refus } from '#src/kernel/refus.ts';
import { expliquer, refusPrevu } from '#src/domain/acces/pourquoi/pourquoi.ts';

function sectionsDe(
  unite: UniteDeLecture,
  ressource: Ressource,
  record: Enregistrement,
  visibles: ReadonlySet<string>,
): SectionDeFiche[] {
  const declarees = ressource.sections ?? [
    { titre: ressource.singulier, champs: Object.keys(ressource.champs) },
  ];
  const vide = (nom: string) => [null, undefined, ''].includes(record.params[nom] as null);
  return declarees
    .filter(({ siRemplie, champs }) => !siRemplie || !champs.every(vide))
    .map(({ titre, intro, champs, repliee }) => ({
      titre,
      intro,
      repliee,
      valeurs: champs
        .filter((nom) => visibles.has(nom))
        .flatMap((nom) => {
          const champ = ressource.champs[nom];
          if (!champ) return [];
          const montree: Cellule = cellule(
            { nom, ...champDuJour(champ, duJour(unite)) },
            record.params,
            record.populated,
          );
          return [{ etiquette: champ.libelle, aide: champ.aide, ...montree }];
        }),
    }))
    .filter(({ valeurs }) => valeurs.length > 0);
}

/** The record an act is about, in the fields its page begins with; what is empty is left out. */
export function rappelDe(
  unite: UniteDeLecture,
  ressource: Ressource,
  record: Enregistrement,
  visibles: ReadonlySet<string>,
): SectionDeFiche | undefined {
  const [premiere] = sectionsDe(unite, ressource, record, visibles);
  return (
    premiere && {
      titre: premiere.titre,
      valeurs: premiere.valeurs.filter(
        ({ valeur, genre }) => ![null, undefined, ''].includes(valeur as null) && genre !== 'texte-long',
      ),
    }
  );
}

/** The acts this record calls for; a closed one keeps its place and says why. */
async function actionsDe(
  contexte: ContexteFiche<object>,
  ressource: Ressource,
  racine: string,
  etat: string | undefined,
): Promise<BoutonDeFiche[]> {
  const actions: BoutonDeFiche[] = [];
  for (const action of ressource.actionsDeFiche) {
    if (action.horsEntete || (await action.absente?.(contexte))) continue;
    const refus = await refusDeLAction(contexte, action);
    actions.push({
      nom: action.nom,
      libelle: action.libelle,
      variante: varianteDe(action),
      href: `${racine}/resources/${ressource.id}/records/${contexte.id}/${action.nom}`,
      pourquoi: refus ? await expliquer(contexte.unite, refus, { etat }) : undefined,
    });
  }
  return actions;
}

/** What the command of an action would answer before looking at what is typed; null when it is open. */
export async function refusDeLAction(
  contexte: ContexteFiche<object>,
  action: ActionDeFiche<object>,
): Promise<Refus | null> {
  try {
    return await refusPrevu(
      contexte.unite,
      action.commande,
      action.sujet ? await action.sujet(contexte) : contexte.fiche,
    );
  } catch (erreur) {
    if (erreur instanceof Refus) return erreur;
    throw erreur;
  }
}

function varianteDe({ principale, danger }: ActionDeFiche<object>): BoutonDeFiche['variante'] {
  if (danger) return 'danger';
  return principale ? 'principale' : 'secondaire';
}

/** The page of a record: its declared fields by section, and what the resource adds. */
export async function assemblerFiche(
  contexte: ContexteFiche<object>,
  ressource: Ressource,
  record: Enregistrement,
  racine: string,
): Promise<FicheMontree> {
  const complement = (await ressource.complement?.(contexte)) ?? {};
  const visibles = champsVisibles(contexte.unite.acteur, ressource);
  return {
    titre: complement.titre ?? record.title,
    surtitre: complement.surtitre ?? ressource.singulier,
    etat: complement.etat,
    alertes: complement.alertes,
    sections: sectionsDe(contexte.unite, ressource, record, visibles),
    tables: complement.tables ?? [],
    suite: complement.suite,
    decisions: complement.decisions ?? [],
    chronologie: complement.chronologie ?? [],
    texteBrut: complement.texteBrut,
    historique: aUnHistorique(ressource),
    actions: [
      ...(complement.actions ?? []),
      ...(await actionsDe(contexte, ressource, racine, complement.etat?.libelle)),
    ],
  };
}
