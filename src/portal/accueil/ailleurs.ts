import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { equipementsLus, peutSur } from '#src/domain/declaration/acces.ts';
import { declarationsNonCommencees } from '#src/domain/declaration/non-commencees.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { titulairesDe } from '#src/domain/delegation/pourquoi/qui.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { SAISIR_UN_VOLET } from '#src/domain/declaration/volets.ts';
import type { RoleManquant } from '#src/domain/delegation/habilitation/roles-manquants.ts';
import type { AilleursEnAttente } from '#src/portal/accueil/page.tsx';
import { dateFr } from '#src/kernel/francais.ts';

/**
 * What holds up the declarations of the person's equipments and that somebody else is to do: a campaign
 * nobody has begun, a role nobody holds.
 * All the partner's for its administrateur, else those one holds a role on; what the person may do himself is
 * told apart, as his to do.
 * @param sansTache no declaration asks anything of him: one he should begin is then closed to him today
 */
export async function ailleursDe(
  unite: UniteDeLecture,
  acteur: ActeurPartenaire,
  manquants: readonly RoleManquant[],
  sansTache: boolean,
): Promise<AilleursEnAttente[]> {
  const siens = new Set(equipementsLus(acteur));
  const concerne = (equipementId: string): boolean => acteur.administrateur || siens.has(equipementId);
  const attentes = new Map<string, AilleursEnAttente>();
  for (const {
    equipementId,
    equipement,
    exercice,
    perenniteLibelle,
    fermeLe,
    fournisseurs,
  } of await declarationsNonCommencees(unite)) {
    const sienne = peutSur(acteur, equipementId, SAISIR_UN_VOLET);
    if (!concerne(equipementId) || (sienne && !sansTache)) continue;
    const texte = `${equipement} : la déclaration ${perenniteLibelle.toLowerCase()} ${exercice} est ouverte jusqu’au ${dateFr(fermeLe)} (exclu) et n’est pas commencée.`;
    attentes.set(texte, {
      texte,
      qui: sienne
        ? 'Elle ne peut pas être commencée aujourd’hui : la page « Déclarations » dit pourquoi.'
        : quiCommence(fournisseurs),
    });
  }
  const attribue = peut(acteur, 'Habilitation', 'affecter');
  for (const { equipementId, equipement, role, attendu } of manquants) {
    if (!concerne(equipementId) || (attribue && !attendu)) continue;
    const texte = `${equipement} : personne n’a aujourd’hui le rôle ${rolesDuJour(unite).enPhrase(role)}.`;
    attentes.set(texte, {
      texte,
      qui: attendu
        ? 'Une habilitation est demandée, suspendue ou à venir : votre Caf peut vous renseigner.'
        : await quiAttribue(unite, role, equipementId),
    });
  }
  return [...attentes.values()];
}

const quiCommence = (fournisseurs: readonly string[]): string =>
  fournisseurs.length > 0
    ? `Peut la commencer : ${fournisseurs.join(', ')}.`
    : 'Personne n’a le rôle de fournisseur de données : il est à attribuer d’abord.';

async function quiAttribue(
  unite: UniteDeLecture,
  role: RoleManquant['role'],
  equipementId: string,
): Promise<string> {
  const { personnes } = await titulairesDe(unite, {
    genre: 'pouvoir',
    objet: { roles: [role], equipements: [equipementId] },
  });
  return personnes.length > 0
    ? `Peut l’attribuer : ${personnes.join(', ')}.`
    : 'L’administrateur partenaire peut l’attribuer.';
}
