/** Consequences on what an organisme, and its Caf, can still do. */
import {
  ACTES_DU_PARTENAIRE,
  type ActeDuPartenaire,
} from '#src/domain/contractualisation/echeance/echeance.ts';
import type { Snapshot } from '#src/domain/suivi/effets/snapshot.ts';
import type { Effet } from './effet.ts';
import { un, parCle, nommes } from './effet.ts';
import { tient } from './roles.ts';

const ACTES: Readonly<Record<ActeDuPartenaire, string>> = {
  consulter: 'Consulter les déclarations',
  saisir: 'Saisir les déclarations',
  commencer: 'Commencer une déclaration',
  attribuer: 'Attribuer un rôle',
  transmettre: 'Transmettre une déclaration à la Caf',
  'creer-utilisateur': 'Créer un utilisateur',
  inviter: 'Inviter un utilisateur',
  deleguer: 'Nommer un responsable habilitations',
  valider: 'Faire valider un approbateur par la Caf',
};

const PROFILS = { gestionnaire: 'gestionnaire Caf', responsable: 'responsable' } as const;

/** Acts the convention or its bulletins no longer allow, and who did them. */
export function actesFermes(avant: Snapshot, apres: Snapshot): Effet[] {
  const fermes = ACTES_DU_PARTENAIRE.flatMap((acte) =>
    acte in avant.fermetures
      ? []
      : [apres.fermetures[acte]]
          .filter((raison) => raison !== undefined)
          .map((raison) => [acte, raison] as const),
  );
  if (fermes.length === 0) return [];
  const concernes = new Set(avant.roles.filter(tient).map(({ personne }) => personne));
  return [
    {
      cle: 'actes',
      grave: true,
      titre: `L’organisme ne pourra plus faire ${un(fermes.length, 'chose', 'choses')} :`,
      elements: fermes.map(([acte, raison]) => `${ACTES[acte]}. ${raison}`.trim()),
    },
    ...(concernes.size === 0
      ? []
      : [
          {
            cle: 'personnes',
            grave: false,
            titre: `${un(concernes.size, 'personne exerce', 'personnes exercent')} un rôle ainsi arrêté.`,
            elements: [...concernes].map(
              (nom) =>
                `${nom} : ${avant.roles
                  .filter((role) => role.personne === nom && tient(role))
                  .map(({ role, ou }) => `${role.libelle.replaceAll("'", '’')}, ${ou}`)
                  .join(' ; ')}`,
            ),
          },
        ]),
  ];
}

/** Nobody left to create a utilisateur. */
export function sansAdministrateur(avant: Snapshot, apres: Snapshot): Effet[] {
  if (avant.administrateurs.length === 0 || apres.administrateurs.length > 0) return [];
  return [
    {
      cle: 'administrateur',
      grave: true,
      titre:
        'L’organisme n’a plus d’administrateur partenaire : plus personne ne pourra y créer un utilisateur ni nommer un responsable habilitations.',
      elements: [],
    },
  ];
}

/** The eligibility decided. */
export function formulairesDecides(avant: Snapshot, apres: Snapshot): Effet[] {
  const ensuite = parCle(apres.formulaires);
  return avant.formulaires.flatMap(({ cle, etat }): Effet[] => {
    const apresActe = ensuite.get(cle);
    if (!apresActe || apresActe.etat === etat) return [];
    if (apresActe.etat === 'eligible')
      return [{ cle: 'eligibilite', grave: false, titre: 'L’organisme est déclaré éligible.', elements: [] }];
    return apresActe.etat === 'non-eligible'
      ? [
          {
            cle: 'eligibilite',
            grave: true,
            titre: 'L’organisme est déclaré non éligible : aucune convention ne peut être préparée.',
            elements: apresActe.nom === '' ? [] : [apresActe.nom],
          },
        ]
      : [];
  });
}

/** Agents of the Caf who go, and whether a responsable is left. */
export function agentsPerdus(avant: Snapshot, apres: Snapshot): Effet[] {
  const partis = avant.agents.filter(({ cle }) => !parCle(apres.agents).has(cle));
  if (partis.length === 0) return [];
  const sansResponsable =
    partis.some(({ profil }) => profil === 'responsable') &&
    !apres.agents.some(({ profil }) => profil === 'responsable');
  return [
    ...(sansResponsable
      ? [
          {
            cle: 'responsable',
            grave: true,
            titre:
              'Votre Caf n’a plus de responsable : plus personne ne pourra y créer ni clôturer un agent.',
            elements: [],
          },
        ]
      : []),
    ...(apres.agents.length === 0
      ? [
          {
            cle: 'caf',
            grave: true,
            titre: 'Plus aucun agent ne pourra traiter ce que les partenaires transmettent à votre Caf.',
            elements: [],
          },
        ]
      : []),
    ...nommes(
      'agents',
      partis.map(({ cle, nom, profil }) => ({ cle, nom: `${nom}, ${PROFILS[profil]}` })),
      ['accès à l’espace de gestion se ferme', 'accès à l’espace de gestion se ferment'],
    ),
  ];
}
