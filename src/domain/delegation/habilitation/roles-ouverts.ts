import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/delegation/tables.ts';
import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { fermeturesDe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { etatDeLaConvention, finEffective } from '#src/domain/contractualisation/convention/etat.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';

/**
 * Codes of the roles which the actor's partner may grant on a day: those of its bulletins d'adhésion, as long
 * as the rule file `echeance`
 * lets it grant under their convention, and those its organisme was opened by another Caf when their portée
 * reaches this one (nationale, or multi-caf with this Caf listed).
 * That a portée opens roles beyond the Caf that signed is our interpretation: the source names the three and
 * defines none.
 */
export const rolesOuverts = parUnite(lireRolesOuverts, (jour) => jour);

async function lireRolesOuverts(unite: UniteDeLecture, jour: string): Promise<ReadonlySet<string>> {
  const aujourdhui = unite.aujourdhui.toString();
  const bulletins = await unite.em.find(
    BulletinAdhesion,
    {
      partenaire: acteurPartenaire(unite).partenaireId,
      du: { $lte: jour },
      convention: { etat: { $in: ['active', 'resiliee'] }, du: { $lte: jour } },
    },
    { populate: ['convention'] },
  );
  const ouverts = new Set<string>();
  for (const { du, au, roles, convention } of bulletins) {
    // From the day it is to end for good, a convention covers nothing more.
    const fin = finEffective(convention);
    const etat = etatDeLaConvention(convention, aujourdhui);
    const situation = {
      etat: etat === 'echue' || etat === 'resiliee' ? etat : 'active',
      fin,
      bulletinActif: jour < fin ? du <= jour && jour < au : true,
    } as const;
    if (
      (
        await fermeturesDe('attribuer', situation, {
          registre: unite.registre,
          aujourdhui,
          jour,
          pourAgir: ecrit(unite),
        })
      ).length === 0
    )
      for (const role of roles) ouverts.add(role);
  }
  const ailleurs = await appeler(unite.em, fonction('mcp_roles_par_portee', jour));
  return new Set([...ouverts, ...ailleurs.map(({ resultat }) => resultat)]);
}
