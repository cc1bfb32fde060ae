import { randomUUID } from 'node:crypto';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { commencerDeclaration } from '#src/domain/declaration/commandes.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { agent } from '#test/support/acteurs.ts';
import { ouvrirEspacePartenaire, type EspacePartenaire } from '#test/browser/portal/espace-partenaire.ts';
import type { PersonneDuDecor } from '../habilitation/fixture.ts';
import { tenue } from '#test/support/roles.ts';

/** One declaration with an « actualisée » form, and the two fournisseurs d’activité that the quota allows. */
export interface DeuxSurUnVolet extends EspacePartenaire {
  readonly mona: PersonneDuDecor;
  readonly lou: PersonneDuDecor;
  /** Begins a declaration of its own. @returns address of its activity volet */
  commencer(): Promise<string>;
  /** What is recorded of the volet. */
  enregistre(volet: string): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>>;
}

/** The Ram of a commune in the partner's space, with Mona and Lou; the clock stands at 2026-03-02. */
export async function planterDeuxSurUnVolet(registre?: RegistreVivant): Promise<DeuxSurUnVolet> {
  const espace = await ouvrirEspacePartenaire(registre);
  const { sql, partenaireId, executeur } = espace;
  const [mona, lou] = [await espace.personne('Lenoir'), await espace.personne('Martin')];
  await executeur.executer(agent(), creerCampagne, {
    typeEquipement: 'RAM',
    exercice: '2026',
    perennite: 'actualisee',
    ouvreLe: '2026-01-16',
    fermeLe: '2026-04-01',
    motif: 'Essai',
  });
  return {
    ...espace,
    mona,
    lou,
    async commencer() {
      const { id: equipement } = await espace.equipement(`Ram ${randomUUID().slice(0, 8)}`, {
        lieux: ['Espace Loire'],
      });
      const conventionnement = randomUUID();
      await sql(
        `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, etp_valide, animateurs)
        values ($1, '451', $2, $3, $4, '2024-01-01', '2028-01-01', 'valide', 1, '[]')`,
        [conventionnement, partenaireId, equipement, `M-${equipement.slice(0, 8)}`],
      );
      const ids = [randomUUID(), randomUUID()] as const;
      for (const [rang, { utilisateurId }] of [mona, lou].entries()) {
        await sql(
          `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
          values ($1, '451', $2, $3, 'FOURNISSEUR_ACTIVITE', 'activite', $4, '2026-01-01', 'accordee', $5, now())`,
          [ids[rang], partenaireId, utilisateurId, equipement, espace.administrateur.compteId],
        );
      }
      const acteur = {
        ...mona.acteur(),
        habilitations: [tenue('FOURNISSEUR_ACTIVITE', equipement, ids[0])],
      };
      const { id } = await executeur.executer(acteur, commencerDeclaration, {
        conventionnement,
        exercice: '2026',
        perennite: 'actualisee',
      });
      return `/partenaire/declarations/${id}/activite`;
    },
    async enregistre(volet) {
      const [ligne] = await sql<{ donnees_activite: { valeurs: Record<string, Record<string, unknown>> } }>(
        'select donnees_activite from declaration where id = $1',
        [volet.split('/')[3]],
      );
      return ligne?.donnees_activite.valeurs ?? {};
    },
  };
}
