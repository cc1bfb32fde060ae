import { exiger } from '#src/kernel/droits/droits.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';

/** A declaration an open campaign asks of an equipment of the partner, that nobody has begun. */
export interface DeclarationNonCommencee {
  readonly equipementId: string;
  readonly equipement: string;
  readonly typeEquipement: string;
  readonly exercice: number;
  readonly perennite: Perennite;
  readonly perenniteLibelle: string;
  /** First day the campaign is closed. */
  readonly fermeLe: string;
  /** Those who may begin it, by their role. */
  readonly fournisseurs: readonly string[];
}

/**
 * What the open campaigns ask and nobody has begun, whoever may begin it, in one query. Beginning is judged
 * by the rules; this only tells it waits.
 */
export async function declarationsNonCommencees(unite: UniteDeLecture): Promise<DeclarationNonCommencee[]> {
  exiger(unite.acteur, 'Campagne', 'lire');
  const { cafId } = acteurPartenaire(unite);
  const jour = unite.aujourdhui.toString();
  const lignes = await unite.em.execute<Omit<DeclarationNonCommencee, 'perenniteLibelle'>[]>(
    `
    select e.id as "equipementId", e.nom as equipement, e.type as "typeEquipement", c.exercice, c.perennite, c.ferme_le::text as "fermeLe",
      coalesce((select array_agg(distinct u.prenom || ' ' || u.nom) from habilitation h join utilisateur u on u.id = h.utilisateur_id
        where h.equipement_id = e.id and h.role in ('FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER') and h.etat = 'accordee'
          and h.du <= ?::date and (h.au is null or h.au > ?::date) and (u.clos_le is null or u.clos_le > ?::date)), '{}') as fournisseurs
    from campagne c join equipement e on e.type = c.type_equipement and e.caf_id = c.caf_id
      join conventionnement v on v.equipement_id = e.id and v.etat = 'valide' and v.du < make_date(c.exercice + 1, 1, 1) and v.au > make_date(c.exercice, 1, 1)
    where c.caf_id = ? and c.ouvre_le <= ?::date and c.ferme_le > ?::date and not c.fermee_manuellement
      and not exists (select 1 from declaration d where d.conventionnement_id = v.id and d.exercice = c.exercice and d.perennite = c.perennite)
    order by c.ferme_le, e.nom, v.du`,
    [jour, jour, jour, cafId, jour, jour],
  );
  return lignes.flatMap((ligne) => {
    const definition = unite.registre.formulaire(ligne.typeEquipement, `${ligne.exercice}-12-31`)
      ?.definition as DefinitionDeFormulaire | undefined;
    const demandee = definition?.perennites[ligne.perennite];
    return demandee ? [{ ...ligne, perenniteLibelle: demandee.libelle }] : [];
  });
}
