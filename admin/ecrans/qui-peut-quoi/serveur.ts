import type { Ressource } from '#admin/definition/definition.ts';
import { definirEcran, type Ecran } from '#admin/definition/ecran.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { ROLES as NOMS_DES_ROLES } from '#admin/definition/journal/mots.ts';
import { table, texte } from '#admin/definition/outils.ts';
import type { Cellule } from '#admin/definition/types/champ.ts';
import { ACTIONS, objetDe } from '#admin/ecrans/qui-peut-quoi/mots.ts';
import { droitDe, type Public, type Route } from '#src/http/route.ts';
import { ROLES, type Role } from '#src/kernel/acteur.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { titulaires } from '#src/kernel/droits/droits.ts';
import { DROITS, type Permission, type Ressource as Objet } from '#src/kernel/droits/table.ts';
import { majuscule } from '#src/kernel/francais.ts';

/** An address of the application with the route it was mounted from. */
export interface AdresseServie {
  readonly methode: string;
  readonly chemin: string;
  readonly route?: Route;
}

/** What the page is drawn from: what the application serves, nothing written for it. */
interface Sources {
  readonly adresses: () => readonly AdresseServie[];
  readonly ressources: readonly Ressource[];
  readonly ecrans: readonly Ecran[];
}

const PUBLICS: Readonly<Record<Public, string>> = {
  tous: 'Tout le monde, sans connexion',
  connectes: 'Toute personne connectée',
  invite: 'La personne qui a reçu le lien',
  jeton: 'Un outil de supervision, par son jeton',
  partenaires: 'Tout utilisateur d’un partenaire',
  internes: 'Tout agent de la Caf et tout analyste',
};

const cleDe = ([ressource, action]: Droit): string => `${ressource}.${action}`;

/** `/partenaire/utilisateurs/:id` as people read it. */
const enClair = (chemin: string): string => chemin.replace(/:\w+/g, '…');

/** Where each right is asked: addresses, back-office acts and screens. */
function ouEstDemande({ adresses, ressources, ecrans }: Sources): ReadonlyMap<string, ReadonlySet<string>> {
  const lieux = new Map<string, Set<string>>();
  const noter = (droit: Droit, lieu: string): void => {
    const cle = cleDe(droit);
    lieux.set(cle, (lieux.get(cle) ?? new Set()).add(lieu));
  };
  for (const { chemin, route } of adresses()) {
    if (!route) continue;
    const droit = droitDe(route.acces);
    if (droit) noter(droit, enClair(chemin));
    for (const commande of route.commandes) noter(commande.droit, enClair(chemin));
  }
  for (const { libelle, droit, actionsDeListe, actionsDeFiche } of ressources) {
    noter([droit, 'lire'] as Droit, `Gestion : ${libelle}`);
    for (const action of [...actionsDeListe, ...actionsDeFiche])
      noter(action.commande.droit, `Gestion : ${libelle}, ${action.libelle}`);
  }
  for (const { libelle, droit, commandes = {} } of ecrans) {
    noter(droit, `Gestion : ${libelle}`);
    for (const commande of Object.values(commandes)) noter(commande.droit, `Gestion : ${libelle}`);
  }
  return lieux;
}

/** Without what lies below another address: who may read a page may read its parts. */
const sansLesDessous = (lieux: readonly string[]): readonly string[] =>
  lieux.filter((lieu) => !lieux.some((autre) => lieu.startsWith(`${autre}/`)));

/** One thing a line. */
const lignes = (textes: readonly string[]): Cellule => ({
  genre: 'texte-long',
  valeur: textes.map(majuscule).join('\n'),
});

/** Fields of a role that may not touch them all: « utilisateur du partenaire : 4 champs ». */
const limites = (permissions: Readonly<Partial<Record<Role, Permission>>>): readonly string[] =>
  Object.entries(permissions).flatMap(([role, champs]) =>
    champs === 'tous'
      ? []
      : [
          `${NOMS_DES_ROLES[role as Role]} : ${champs.length} champ${champs.length >= 2 ? 's' : ''} seulement`,
        ],
  );

/** Lines of the rights table, in the words of the screens, for one role or for all. */
function lignesDesDroits(lieux: ReadonlyMap<string, ReadonlySet<string>>, role: Role | null) {
  return Object.entries(DROITS).flatMap(([ressource, actions]) =>
    Object.entries<Readonly<Partial<Record<Role, Permission>>>>(actions)
      .filter(([, permissions]) => role === null || permissions[role] !== undefined)
      .map(([action, permissions]) => {
        const droit = [ressource, action] as unknown as Droit;
        const ou = sansLesDessous([...(lieux.get(cleDe(droit)) ?? [])]);
        return {
          cle: cleDe(droit),
          cellules: [
            texte(`${objetDe(ressource as Objet) ?? ressource} : ${ACTIONS[droit[1]]}`),
            lignes([titulaires(droit), ...limites(permissions)]),
            ou.length > 0 ? lignes(ou) : texte('Aucun écran'),
          ],
        };
      }),
  );
}

/** Addresses no line of the rights table is about. */
const lignesPubliques = (adresses: readonly AdresseServie[]) =>
  adresses.flatMap(({ methode, chemin, route }) =>
    route && typeof route.acces === 'string'
      ? [
          {
            cle: `${methode} ${chemin}`,
            cellules: [
              texte(enClair(chemin)),
              texte(methode === 'GET' ? 'Lecture' : 'Envoi'),
              texte(PUBLICS[route.acces]),
            ],
          },
        ]
      : [],
  );

/** « Who may do what »: the rights table, and where each right is asked in the running application. */
export const ecranQuiPeutQuoi = (sources: Sources) =>
  definirEcran({
    nom: 'qui-peut-quoi',
    libelle: 'Qui peut quoi',
    groupe: GROUPES.habilitations,
    droit: ['TableDesDroits', 'lire'],
    donnees: (_unite, { role: demande = '' }) => {
      const role = ROLES.find((un) => un === demande) ?? null;
      return Promise.resolve({
        role: role ?? '',
        roles: ROLES.map((valeur) => ({ valeur, libelle: majuscule(NOMS_DES_ROLES[valeur]) })),
        droits: table(
          'Droits',
          ['Droit', 'Qui', 'Où'],
          lignesDesDroits(ouEstDemande(sources), role),
          'Ce rôle n’ouvre aucun droit.',
        ),
        publiques: table(
          'Adresses sans droit particulier',
          ['Adresse', 'Pour', 'Ouverte à'],
          lignesPubliques(sources.adresses()),
          'Aucune adresse.',
        ),
      });
    },
  });
