import { actionDeFiche, definirRessource } from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import {
  ETATS_HABILITATION,
  optionDe,
  PORTEES_HABILITATION,
  rolesEnOptions,
} from '#admin/definition/libelles.ts';
import { date, decisionsSur, etat, lien, table } from '#admin/definition/outils.ts';
import { rolesAu } from '#src/kernel/roles.ts';
import { instantFr } from '#src/kernel/francais.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { ressemblances } from '#src/domain/delegation/utilisateur/personne.ts';
import {
  leverSuspension,
  refuserHabilitation,
  suspendreHabilitation,
  validerHabilitation,
} from '#src/domain/delegation/habilitation/traiter.ts';

const OBSERVATION = {
  nom: 'motif',
  libelle: 'Observation',
  genre: 'texte-long',
  aide: 'Facultative ; elle est conservée.',
} as const;
const MOTIF = {
  nom: 'motif',
  libelle: 'Motif',
  genre: 'texte-long',
  obligatoire: true,
  aide: 'Il est communiqué à l’utilisateur.',
} as const;

/** « Validée le … par … » once an agent has answered; undefined while it waits. */
async function reponseDeLaCaf(
  { em, acteur }: UniteDeLecture,
  { etat: etatActuel, traiteLe, traitePar }: Habilitation,
): Promise<string | undefined> {
  if (!traiteLe || !traitePar) return undefined;
  const agent = await em.findOne(AgentCaf, { compte: traitePar });
  const quand = instantFr(
    traiteLe.toISOString(),
    'fuseauHoraire' in acteur ? acteur.fuseauHoraire : 'Europe/Paris',
  );
  return `${etatActuel === 'refusee' ? 'Refusée' : 'Validée'} le ${quand}${agent ? ` par ${agent.prenom} ${agent.nom}` : ''}.`;
}

/**
 * What an agent reads before he validates: also who else bears that name or that telephone, which proves
 * nothing and closes nothing.
 */
async function avantDeValider(unite: UniteDeLecture, habilitation: Habilitation): Promise<string> {
  const effet =
    'L’habilitation prend effet aujourd’hui au plus tôt. Si elle remplace un approbateur, celui-ci cesse de l’être le même jour.';
  await unite.em.populate(habilitation, ['utilisateur']);
  const semblables = (await ressemblances(unite, habilitation.utilisateur)).map(
    ({ qui, courriel, par }) => `${qui} (${courriel}) a le même ${par === 'nom' ? 'nom' : 'téléphone'}`,
  );
  return semblables.length === 0
    ? effet
    : `${effet} À vérifier : ${semblables.join(' ; ')}. Si c’est la même personne, liez les deux comptes depuis la fiche de l’utilisateur.`;
}

export const habilitations = definirRessource({
  id: 'habilitations',
  entite: Habilitation,
  droit: 'Habilitation',
  libelle: 'Habilitations',
  singulier: 'Habilitation',
  groupe: GROUPES.habilitations,
  description:
    'Un approbateur ne peut rien faire tant qu’un agent de la Caf ne l’a pas validé. Celui qu’il remplace reste en fonction jusque-là.',
  titre: {
    depuis: ['role'],
    texte: ({ role }, { registre, aujourdhui }) => rolesAu(registre, aujourdhui).libelle(String(role)),
  },
  champs: {
    role: { libelle: 'Rôle', genre: 'choix', options: rolesEnOptions },
    utilisateur: {
      libelle: 'Utilisateur',
      genre: 'reference',
      ressource: 'utilisateurs',
      tri: 'utilisateur.nom',
    },
    equipement: {
      libelle: 'Équipement',
      genre: 'reference',
      ressource: 'equipements',
      tri: 'equipement.nom',
    },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    etat: { libelle: 'État', genre: 'choix', options: ETATS_HABILITATION },
    portee: { libelle: 'Portée', genre: 'choix', options: PORTEES_HABILITATION },
    lieu: { libelle: 'Lieu', genre: 'reference', ressource: 'lieux' },
    du: { libelle: 'Du', genre: 'date' },
    au: { libelle: 'Au', genre: 'date', finExclue: true },
    demandeLe: { libelle: 'Demandée le', genre: 'instant' },
    traiteLe: { libelle: 'Traitée le', genre: 'instant' },
    remplace: { libelle: 'Remplace', genre: 'reference', ressource: 'habilitations' },
    motif: { libelle: 'Motif', genre: 'texte-long' },
  },
  liste: ['role', 'utilisateur', 'equipement', 'partenaire', 'etat', 'du', 'au', 'demandeLe'],
  filtres: ['etat', 'role', 'partenaire', 'equipement', 'utilisateur', 'portee', 'du', 'demandeLe'],
  recherche: {
    libelle: 'Utilisateur, équipement ou partenaire',
    champs: ['utilisateur.nom', 'utilisateur.prenom', 'equipement.nom', 'partenaire.nom'],
  },
  tri: { champ: 'demandeLe', sens: 'desc' },
  sections: [
    {
      titre: 'Habilitation',
      champs: ['role', 'utilisateur', 'equipement', 'lieu', 'partenaire', 'portee', 'du', 'au'],
    },
    { titre: 'Demande', champs: ['demandeLe', 'traiteLe', 'remplace', 'motif'] },
  ],
  async complement({ unite, fiche, id }) {
    const autres = await unite.em.find(
      Habilitation,
      { equipement: fiche.equipement.id, role: fiche.role, id: { $ne: id } },
      { populate: ['utilisateur'], orderBy: { du: 'desc' }, limit: 20 },
    );
    const { utilisateur, equipement } = await unite.em.findOneOrFail(
      Habilitation,
      { id },
      { populate: ['utilisateur', 'equipement'] },
    );
    const reponse = await reponseDeLaCaf(unite, fiche);
    return {
      surtitre: `${utilisateur.prenom} ${utilisateur.nom} – ${equipement.nom}`,
      etat: optionDe(ETATS_HABILITATION, fiche.etat),
      alertes:
        fiche.etat === 'en-attente-caf'
          ? [
              {
                ton: 'attention',
                titre: 'Cette habilitation attend la validation de votre Caf.',
                texte: fiche.decision
                  ? 'Tant qu’elle n’est pas validée, elle n’ouvre aucun droit.'
                  : 'Tant qu’elle n’est pas validée, elle n’ouvre aucun droit. Les règles en vigueur ne disent rien de ce rôle pour cet équipement : la décision revient à la Caf.',
              },
            ]
          : [],
      tables: [
        table(
          'Autres titulaires de ce rôle sur cet équipement',
          ['Utilisateur', 'État', 'Du', 'Au'],
          autres.map((autre) => ({
            cle: autre.id,
            cellules: [
              lien(`${autre.utilisateur.prenom} ${autre.utilisateur.nom}`, 'habilitations', autre.id),
              etat(optionDe(ETATS_HABILITATION, autre.etat)),
              date(autre.du),
              date(autre.au),
            ],
          })),
          'Aucun autre titulaire.',
        ),
      ],
      decisions: (await decisionsSur(unite, 'Habilitation', id)).map((decision) =>
        decision.etat === 'decision-humaine' ? { ...decision, reponse } : decision,
      ),
    };
  },
  actionsDeFiche: [
    actionDeFiche(Habilitation, {
      nom: 'valider',
      libelle: 'Valider',
      titre: 'Valider l’habilitation',
      bouton: 'Valider l’habilitation',
      principale: true,
      commande: validerHabilitation,
      champs: [OBSERVATION],
      intro: ({ unite, fiche }) => avantDeValider(unite, fiche),
      absente: ({ fiche }) => fiche.etat !== 'en-attente-caf',
      succes: 'L’habilitation est validée.',
    }),
    actionDeFiche(Habilitation, {
      nom: 'refuser',
      libelle: 'Refuser',
      titre: 'Refuser l’habilitation',
      bouton: 'Refuser l’habilitation',
      danger: true,
      commande: refuserHabilitation,
      champs: [MOTIF],
      absente: ({ fiche }) => fiche.etat !== 'en-attente-caf',
      succes: 'L’habilitation est refusée.',
    }),
    actionDeFiche(Habilitation, {
      nom: 'suspendre',
      libelle: 'Suspendre',
      titre: 'Suspendre l’habilitation',
      bouton: 'Suspendre',
      danger: true,
      commande: suspendreHabilitation,
      champs: [MOTIF],
      intro:
        'Mesure de précaution : l’habilitation n’ouvre plus aucun droit, mais garde sa place, jusqu’à la levée de la suspension.',
      absente: ({ fiche }) => fiche.etat === 'suspendue' || fiche.etat === 'en-attente-caf',
      succes: 'L’habilitation est suspendue.',
    }),
    actionDeFiche(Habilitation, {
      nom: 'leverSuspension',
      libelle: 'Lever la suspension',
      bouton: 'Lever la suspension',
      principale: true,
      commande: leverSuspension,
      champs: [OBSERVATION],
      absente: ({ fiche }) => fiche.etat !== 'suspendue',
      succes: 'La suspension est levée.',
    }),
  ],
});
