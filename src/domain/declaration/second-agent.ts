import { perennitesDuJour } from '#src/domain/formulaire/perennite.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { ecrireAuNomDeLaCaf } from '#src/domain/echanges/courriel/lettre-de-caf.ts';
import type { Declaration, DemandeDecision } from '#src/domain/declaration/declaration.ts';

/**
 * A decision of the Ca was asked for: whoever may record it is told, never who asked nor who had a part in
 * the declaration.
 */
export async function prevenirLesAutresAgents(
  unite: UniteDeTravail,
  declaration: Declaration,
  { par, motif }: DemandeDecision,
  titre: string,
): Promise<void> {
  const {
    caf,
    partenaire,
    equipement,
    exercice,
    perennite,
    transmisePar,
    activiteCompletePar,
    financesCompletesPar,
  } = declaration;
  const jour = unite.aujourdhui.toString();
  const exclus = [par, transmisePar, activiteCompletePar, financesCompletesPar].filter(
    (compte) => typeof compte === 'string',
  );
  const agents = await unite.em.find(
    AgentCaf,
    {
      caf: caf.id,
      compte: { $nin: exclus },
      ouvertLe: { $lte: jour },
      $or: [{ closLe: null }, { closLe: { $gt: jour } }],
    },
    { orderBy: { id: 'asc' } },
  );
  for (const agent of agents) {
    ecrireAuNomDeLaCaf(unite, caf, agent, {
      objet: `Décision à enregistrer – ${partenaire.nom}, ${equipement.nom}`,
      paragraphes: [
        `Une décision du conseil d’administration ou de sa commission est demandée. Elle attend un second agent : vous pouvez l’enregistrer, la personne qui l’a demandée ne le peut pas.`,
        `${titre}\nExposé : ${motif}`,
      ],
      reperes: {
        Organisme: partenaire.nom,
        Équipement: equipement.nom,
        Déclaration: `${perennitesDuJour(unite).libelle(perennite).toLowerCase()}, exercice ${exercice}`,
      },
      lien: {
        libelle: 'Pour l’enregistrer',
        chemin: `/gestion/resources/declarations/records/${declaration.id}/show`,
      },
    });
  }
}
