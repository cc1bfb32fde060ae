import type { PartenaireInstalle } from '#src/cli/demonstration/contrats.ts';
import type { PersonneDeDemonstration } from '#src/cli/demonstration/donnees.ts';
import { adresse, rolesDe } from '#src/cli/demonstration/donnees.ts';
import type { Scene } from '#src/cli/demonstration/scene.ts';
import type { ActeurAgent } from '#src/kernel/acteur.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { creerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** The people who declare for a partner: who gives the activity, who the money, who transmits. */
export interface Equipe {
  readonly partenaire: PartenaireInstalle;
  readonly activite: string;
  readonly finances: string;
  /** Account of the approbateur; null while the Caf has not validated anybody. */
  readonly approbation: string | null;
}

/** Opens the users of a partner and gives them their roles on all its activities. */
export async function installerEquipe(
  scene: Scene,
  partenaire: PartenaireInstalle,
  le: string,
): Promise<Equipe | null> {
  const { administrateur, decrit, rams } = partenaire;
  if (!administrateur || rams.length === 0) return null;
  await scene.ouvrirComptes([administrateur.compteId]);
  const acteur = await scene.le(le).partenaire(administrateur.compteId);
  const equipements = rams.map(({ equipementId }) => equipementId);
  const [directrice, finances] = await scene.jouer(acteur, async (faire) => {
    const ouvrir = (personne: PersonneDeDemonstration, groupes: readonly string[]): Promise<Utilisateur> => {
      const courriel = adresse(personne, decrit.domaine);
      return faire(creerUtilisateur, {
        ...personne,
        courriel,
        courrielConfirmation: courriel,
        telephone: '',
        telephoneConfirmation: '',
        ouvertLe: le,
        poste: 'sedentaire',
        groupes,
      });
    };
    const ouverts = [
      await ouvrir(decrit.equipe.directrice, ['AFAS-DECLARER']),
      await ouvrir(decrit.equipe.finances, ['AFAS-DECLARER']),
    ] as const;
    const roles = rolesDe(decrit);
    const affecter = async (utilisateur: string, siens: readonly string[]): Promise<void> => {
      for (const role of siens)
        await faire(affecterRole, { utilisateur, role, du: le, portee: 'activite', equipements });
    };
    await affecter(ouverts[0].id, roles.directrice);
    await affecter(ouverts[1].id, roles.finances);
    await affecter(administrateur.utilisateurId, roles.administrateur);
    return ouverts;
  });
  const comptes = [directrice.compte.id, finances.compte.id] as const;
  await scene.ouvrirComptes(comptes);
  return {
    partenaire,
    activite: comptes[0],
    finances: comptes[1],
    approbation: decrit.approbateurEnAttente ? null : administrateur.compteId,
  };
}

/** The Caf validates the approbateurs of the teams that have one. */
export async function validerApprobateurs(
  scene: Scene,
  agent: ActeurAgent,
  equipes: readonly Equipe[],
  le: string,
): Promise<void> {
  const attendus = new Set(
    equipes.filter(({ approbation }) => approbation !== null).map(({ partenaire }) => partenaire.id),
  );
  const enAttente = await scene.lire(agent, ({ em }) => em.find(Habilitation, { etat: 'en-attente-caf' }));
  await scene.le(le).jouer(agent, async (faire) => {
    for (const { id, version, partenaire } of enAttente)
      if (attendus.has(partenaire.id)) await faire(validerHabilitation, { id, version, motif: '' });
  });
}
