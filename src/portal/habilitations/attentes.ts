import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { FUSEAU_NATIONAL } from '#src/kernel/horloge.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { rolesEnAttente } from '#src/domain/delegation/habilitation/en-attente.ts';
import { jourFr } from '#src/kernel/francais.ts';

/** The person's own roles that wait for the Caf, one sentence each. */
export const attentesDe = async (unite: UniteDeLecture, equipement?: string): Promise<string[]> =>
  (await rolesEnAttente(unite))
    .filter((une) => equipement === undefined || une.equipement.id === equipement)
    .map(
      ({ role, equipement: { nom }, demandeLe }) =>
        `Votre habilitation au rôle ${rolesDuJour(unite).enPhrase(role)} sur « ${nom} », demandée le ${jourFr(demandeLe, fuseauDe(unite))}, attend la validation de votre Caf. D’ici là, vous ne pouvez pas exercer ce rôle ; un mail vous préviendra.`,
    );

const fuseauDe = ({ acteur }: UniteDeLecture): string =>
  'fuseauHoraire' in acteur ? acteur.fuseauHoraire : FUSEAU_NATIONAL;
