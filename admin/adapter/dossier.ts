import { cellule } from '#admin/affichage.ts';
import type { ActionDossier, Cellule, Dossier, Enregistrement, SectionDossier } from '#admin/contrats.ts';
import type { ActionDeFiche, ContexteFiche, Ressource } from '#admin/adapter/definition.ts';
import { champsVisibles } from '#admin/adapter/lecture.ts';
import { peut } from '#src/domain/droits/droits.ts';

function sectionsDe(ressource: Ressource, record: Enregistrement, visibles: ReadonlySet<string>): SectionDossier[] {
  const declarees = ressource.sections ?? [{ titre: ressource.singulier, champs: Object.keys(ressource.champs) }];
  const vide = (nom: string) => [null, undefined, ''].includes(record.params[nom] as null);
  return declarees.filter(({ siRemplie, champs }) => !siRemplie || !champs.every(vide)).map(({ titre, intro, champs }) => ({
    titre,
    intro,
    valeurs: champs.filter((nom) => visibles.has(nom)).flatMap((nom) => {
      const champ = ressource.champs[nom];
      if (!champ) return [];
      const montree: Cellule = cellule({ nom, ...champ }, record.params, record.populated);
      return [{ etiquette: champ.libelle, aide: champ.aide, ...montree }];
    }),
  })).filter(({ valeurs }) => valeurs.length > 0);
}

/** Actions the reader's role allows on this record; a closed one keeps its place with the reason. */
async function actionsDe(contexte: ContexteFiche<object>, ressource: Ressource, racine: string): Promise<ActionDossier[]> {
  const { acteur } = contexte.unite;
  const possibles = ressource.actionsDeFiche.filter(({ commande, horsEntete }) => !horsEntete && peut(acteur, ...(commande.droit as Parameters<typeof peut> extends [unknown, ...infer R] ? R : never)));
  const actions: ActionDossier[] = [];
  for (const action of possibles) {
    const empeche = (await action.garde?.(contexte)) ?? undefined;
    const discrete = typeof action.discrete === 'function' ? action.discrete(contexte.fiche) : action.discrete;
    if (empeche && discrete) continue;
    actions.push({ nom: action.nom, libelle: action.libelle, variante: varianteDe(action), empeche, href: `${racine}/resources/${ressource.id}/records/${contexte.id}/${action.nom}` });
  }
  return actions;
}

function varianteDe({ principale, danger }: ActionDeFiche<object>): ActionDossier['variante'] {
  if (danger) return 'danger';
  return principale ? 'principale' : 'secondaire';
}

/** The page of a record: its declared fields by section, and what the resource adds. */
export async function assemblerDossier(contexte: ContexteFiche<object>, ressource: Ressource, record: Enregistrement, racine: string): Promise<Dossier> {
  const complement = (await ressource.dossier?.(contexte)) ?? {};
  const visibles = champsVisibles(contexte.unite.acteur, ressource);
  return {
    titre: complement.titre ?? record.title,
    surtitre: complement.surtitre ?? ressource.singulier,
    etat: complement.etat,
    alertes: complement.alertes,
    sections: sectionsDe(ressource, record, visibles),
    tables: complement.tables ?? [],
    suite: complement.suite,
    decisions: complement.decisions ?? [],
    chronologie: complement.chronologie ?? [],
    texteBrut: complement.texteBrut,
    actions: [...(complement.actions ?? []), ...await actionsDe(contexte, ressource, racine)],
  };
}
