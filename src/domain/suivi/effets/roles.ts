/** Consequences on who holds a role. */
import { dateEnLettres } from '#src/engine/index.ts';
import type { CampagneOuverte, Snapshot, RoleSnapshot } from '#src/domain/suivi/effets/snapshot.ts';
import { APPROUVER, aUneCapacite, saisir, type Capacite } from '#src/kernel/roles.ts';
import type { Effet } from './effet.ts';
import { parCle, nommes } from './effet.ts';

/** What nobody can do any more where nobody is left with a capacity. Reading is nothing that stops. */
const SANS_TITULAIRE: readonly (readonly [Capacite, string])[] = [
  [APPROUVER, 'approuver ni transmettre'],
  [saisir('activite'), 'saisir les données d’activité'],
  [saisir('finances'), 'saisir les données financières'],
];

/** Held and usable on the day. */
export const tient = ({ statut }: RoleSnapshot): boolean => statut === 'exerce';
const roleDe = ({ personne, role, ou }: RoleSnapshot): string =>
  `${personne} – ${role.libelle.replaceAll("'", '’')}, ${ou}`;

/** « Plus personne ne pourra transmettre… », with the campaigns that are open and who might take over. */
export function rolesSansTitulaire(avant: Snapshot, apres: Snapshot): Effet[] {
  return SANS_TITULAIRE.flatMap(([capacite, pouvoir]): Effet[] => {
    const peut = ({ role }: RoleSnapshot) => aUneCapacite(role, [capacite]);
    const touches = perdusOuRetenus(avant, apres).filter(peut);
    const lieux = new Map(touches.map(({ equipementId, ou, type }) => [equipementId, { ou, type }]));
    const elements = [...lieux].flatMap(([equipementId, { ou, type }]) => {
      const ceux = apres.roles.filter((reste) => peut(reste) && reste.equipementId === equipementId);
      return ceux.some(tient) ? [] : [`${ou}${campagnesDe(avant.campagnes, type)}${releve(ceux)}`];
    });
    if (elements.length === 0) return [];
    const dejaVide = elements.length > 0 && !touches.some(tient);
    const titre = dejaVide
      ? `Le rôle ${[...new Set(touches.map(({ role }) => role.enPhrase))].join(' ou ')} reste sans titulaire.`
      : `Plus personne ne pourra ${pouvoir} :`;
    return [{ cle: `sans-${pouvoir}`, grave: true, titre, elements }];
  });
}

/** Roles that the act takes away, or holds back. */
function perdusOuRetenus(avant: Snapshot, apres: Snapshot): RoleSnapshot[] {
  const ensuite = parCle(apres.roles);
  return avant.roles.filter((role) => {
    const statut = ensuite.get(role.cle)?.statut;
    return statut === undefined || (tient(role) && statut !== 'exerce');
  });
}

function campagnesDe(campagnes: readonly CampagneOuverte[], type: string): string {
  const ouvertes = campagnes
    .filter((campagne) => campagne.type === type)
    .map(
      ({ exercice, perennite, fermeLe }) =>
        `campagne ${PERENNITES[perennite]} ${exercice} ouverte jusqu’au ${dateEnLettres(fermeLe)} exclu`,
    );
  return ouvertes.length > 0 ? ` ; ${ouvertes.join(', ')}` : '';
}
const PERENNITES = { previsionnelle: 'prévisionnelle', actualisee: 'actualisée', reelle: 'réelle' } as const;

function releve(autres: readonly RoleSnapshot[]): string {
  const phrases = autres.flatMap(({ statut, personne, du }) => {
    if (statut === 'attend') return [`${personne} attend la validation de la Caf`];
    if (statut === 'a-venir') return [`${personne} prend ce rôle le ${dateEnLettres(du)}`];
    return statut === 'suspendu' ? [`${personne} est suspendu`] : [];
  });
  return phrases.length > 0 ? ` ; ${phrases.join(', ')}` : '';
}

/** Roles that end, are suspended, or are no longer asked for. */
export function rolesPerdus(avant: Snapshot, apres: Snapshot): Effet[] {
  const ensuite = parCle(apres.roles);
  const touches = perdusOuRetenus(avant, apres);
  const suspendus = touches.filter(({ cle }) => ensuite.get(cle)?.statut === 'suspendu');
  const demandes = touches.filter(({ statut }) => statut === 'attend');
  const finis = touches.filter((role) => !suspendus.includes(role) && !demandes.includes(role));
  const dits = (roles: readonly RoleSnapshot[]) =>
    roles.map((role) => ({ cle: role.cle, nom: roleDe(role) }));
  return [
    ...nommes('roles', dits(finis), ['rôle prend fin', 'rôles prennent fin']),
    ...nommes('suspendus', dits(suspendus), [
      'rôle est suspendu : il n’ouvre plus rien et garde sa place',
      'rôles sont suspendus : ils n’ouvrent plus rien et gardent leur place',
    ]),
    ...nommes('demandes', dits(demandes), [
      'demande de rôle est close sans être accordée',
      'demandes de rôle sont closes sans être accordées',
    ]),
  ];
}

/** Roles that open. */
export function rolesGagnes(avant: Snapshot, apres: Snapshot): Effet[] {
  const tenus = new Set(avant.roles.filter(tient).map(({ cle }) => cle));
  const gagnes = apres.roles.filter((role) => tient(role) && !tenus.has(role.cle));
  return nommes(
    'gagnes',
    gagnes.map((role) => ({ cle: role.cle, nom: roleDe(role) })),
    ['rôle s’ouvre', 'rôles s’ouvrent'],
  );
}
