import { actionDeFiche, definirRessource } from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { ETATS_HABILITATION, optionDe, POSTES, RATTACHEMENTS } from '#admin/definition/libelles.ts';
import { booleen, date, dernierJour, etat, instant, lien, table, texte } from '#admin/definition/outils.ts';
import type { ComptesLies } from '#src/domain/acces/compte/comptes-lies.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import {
  delierComptes,
  lierComptes,
  liensDuCompte,
  ressemblances,
} from '#src/domain/delegation/utilisateur/personne.ts';
import { imposerMotDePasse } from '#src/domain/delegation/gerer-utilisateur/precaution.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';

export const MOTIF = {
  nom: 'motif',
  libelle: 'Motif',
  genre: 'texte-long',
  obligatoire: true,
  aide: 'Il est communiqué à la personne et à son administrateur partenaire.',
} as const;

const autreCompte = ({ compteA, compteB }: ComptesLies, compteId: string): string =>
  (compteA.id === compteId ? compteB : compteA).courriel;

export const utilisateurs = definirRessource({
  id: 'utilisateurs',
  entite: Utilisateur,
  droit: 'Utilisateur',
  libelle: 'Utilisateurs',
  singulier: 'Utilisateur',
  groupe: GROUPES.habilitations,
  description:
    'Les utilisateurs sont créés et habilités par leur administrateur partenaire (gestion déléguée). La Caf les consulte et peut suspendre une habilitation.',
  titre: { depuis: ['nom', 'prenom'], texte: ({ nom, prenom }) => `${String(prenom)} ${String(nom)}` },
  champs: {
    nom: { libelle: 'Nom', genre: 'texte' },
    prenom: { libelle: 'Prénom', genre: 'texte' },
    identifiant: { libelle: 'Identifiant', genre: 'texte' },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    courriel: { libelle: 'Adresse mail', genre: 'courriel' },
    telephone: { libelle: 'Téléphone', genre: 'telephone' },
    ouvertLe: { libelle: 'Ouvert le', genre: 'date' },
    closLe: { libelle: 'Clos le', genre: 'date' },
    poste: { libelle: 'Poste', genre: 'choix', options: POSTES },
    groupes: { libelle: 'Groupes d’habilitation', genre: 'choix-multiple' },
    administrateur: { libelle: 'Administrateur partenaire', genre: 'booleen' },
    rattachement: { libelle: 'Accord de la personne', genre: 'choix', options: RATTACHEMENTS },
    statut: {
      libelle: 'Statut',
      genre: 'choix',
      options: [
        { valeur: 'ouvert', libelle: 'Ouvert', ton: 'succes' },
        { valeur: 'cloture', libelle: 'Clôturé', ton: 'neutre' },
        { valeur: 'futur', libelle: 'À venir', ton: 'info' },
      ],
      calcul: {
        depuis: ['ouvertLe', 'closLe'],
        valeur: ({ ouvertLe, closLe }, jour) =>
          typeof closLe === 'string' && closLe <= jour
            ? 'cloture'
            : String(ouvertLe) > jour
              ? 'futur'
              : 'ouvert',
      },
      filtre: (valeur, jour) => {
        if (valeur === 'cloture') return { closLe: { $lte: jour } };
        return {
          $and: [
            { $or: [{ closLe: null }, { closLe: { $gt: jour } }] },
            { ouvertLe: valeur === 'futur' ? { $gt: jour } : { $lte: jour } },
          ],
        };
      },
    },
  },
  liste: ['nom', 'prenom', 'identifiant', 'partenaire', 'courriel', 'ouvertLe', 'closLe', 'statut'],
  filtres: ['partenaire', 'identifiant', 'statut', 'rattachement', 'administrateur', 'ouvertLe'],
  recherche: {
    libelle: 'Nom, prénom, identifiant ou adresse mail',
    champs: ['nom', 'prenom', 'identifiant', 'courriel'],
  },
  tri: { champ: 'nom', sens: 'asc' },
  sections: [
    {
      titre: 'Utilisateur',
      champs: ['identifiant', 'partenaire', 'courriel', 'telephone', 'poste', 'administrateur'],
    },
    { titre: 'Accès', champs: ['ouvertLe', 'closLe', 'rattachement', 'groupes'] },
  ],
  async complement({ unite, fiche, id }) {
    const { em, aujourdhui } = unite;
    const jour = aujourdhui.toString();
    const habilitations = await em.find(
      Habilitation,
      { utilisateur: id },
      { populate: ['equipement'], orderBy: { du: 'desc' }, limit: 50 },
    );
    const mandats = await em.find(
      Mandat,
      { titulaire: id },
      { populate: ['donnePar'], orderBy: { du: 'desc' } },
    );
    const liens = await liensDuCompte(unite, fiche.compte.id);
    const semblables = await ressemblances(unite, fiche);
    const clos = Boolean(fiche.closLe && fiche.closLe <= jour);
    return {
      etat: { libelle: clos ? 'Clôturé' : 'Ouvert', ton: clos ? 'neutre' : 'succes' },
      alertes:
        semblables.length === 0
          ? []
          : [
              {
                ton: 'info',
                titre: 'Un autre compte est peut-être celui de la même personne.',
                texte: `${semblables.map(({ qui, courriel, par }) => `${qui} (${courriel}) ${par === 'nom' ? 'porte le même nom' : 'donne le même téléphone'}`).join(' ; ')}. Si c’est la même personne, utilisez « Lier à un autre compte ».`,
              },
            ],
      tables: [
        table(
          'Habilitations',
          ['Rôle', 'Équipement', 'État', 'Du', 'Au'],
          habilitations.map((habilitation) => ({
            cle: habilitation.id,
            cellules: [
              lien(rolesDuJour(unite).libelle(habilitation.role), 'habilitations', habilitation.id),
              lien(habilitation.equipement.nom, 'equipements', habilitation.equipement.id),
              etat(optionDe(ETATS_HABILITATION, habilitation.etat)),
              date(habilitation.du),
              date(dernierJour(habilitation.au ?? null)),
            ],
          })),
          'Aucune habilitation.',
        ),
        ...(mandats.length > 0
          ? [
              table(
                'Mandats de responsable habilitations',
                ['Donné par', 'Du', 'Au', 'Peut déléguer'],
                mandats.map((mandat) => ({
                  cle: mandat.id,
                  cellules: [
                    lien(`${mandat.donnePar.prenom} ${mandat.donnePar.nom}`, 'mandats', mandat.id),
                    date(mandat.du),
                    date(dernierJour(mandat.au ?? null)),
                    booleen(mandat.peutDeleguer),
                  ],
                })),
                '',
              ),
            ]
          : []),
        ...(liens.length > 0
          ? [
              table(
                'Autres comptes de la même personne',
                ['Adresse mail', 'Lié le', 'Ce qui l’établit'],
                liens.map((lie) => ({
                  cle: lie.id,
                  cellules: [texte(autreCompte(lie, fiche.compte.id)), instant(lie.lieLe), texte(lie.motif)],
                })),
                '',
              ),
            ]
          : []),
      ],
    };
  },
  actionsDeFiche: [
    actionDeFiche(Utilisateur, {
      nom: 'imposerMotDePasse',
      libelle: 'Imposer un nouveau mot de passe',
      bouton: 'Mettre fin au mot de passe',
      danger: true,
      commande: imposerMotDePasse,
      champs: [MOTIF],
      saisie: ({ motif }) => ({ motif }),
      intro:
        'Mesure de précaution : le mot de passe et les sessions de cette personne prennent fin aussitôt. Elle reçoit par mail un lien pour en choisir un autre ; personne d’autre ne le connaît.',
      succes: 'Le mot de passe et les sessions de cette personne ont pris fin.',
    }),
    actionDeFiche(Utilisateur, {
      nom: 'lierComptes',
      libelle: 'Lier à un autre compte',
      bouton: 'Lier les deux comptes',
      commande: lierComptes,
      saisie: ({ courriel, motif }) => ({ courriel, motif }),
      intro:
        'À utiliser quand deux comptes sont ceux d’une même personne : ce qui demande deux personnes différentes n’en verra plus qu’une.',
      champs: [
        {
          nom: 'courriel',
          libelle: 'Adresse mail de l’autre compte',
          genre: 'courriel',
          obligatoire: true,
          aide: 'Celle d’un utilisateur ou d’un agent de votre Caf.',
        },
        {
          nom: 'motif',
          libelle: 'Ce qui l’établit',
          genre: 'texte-long',
          obligatoire: true,
          aide: 'Conservé au journal.',
        },
      ],
      valeurs: () => ({}),
      succes: 'Les deux comptes sont enregistrés comme ceux d’une même personne.',
    }),
    actionDeFiche(Utilisateur, {
      nom: 'delierComptes',
      libelle: 'Délier un compte',
      bouton: 'Délier',
      danger: true,
      commande: delierComptes,
      saisie: ({ lien: lie, motif }) => ({ lien: lie, motif }),
      absente: async ({ unite, fiche }) => (await liensDuCompte(unite, fiche.compte.id)).length === 0,
      champs: async ({ unite, fiche }) => [
        {
          nom: 'lien',
          libelle: 'Autre compte',
          genre: 'choix',
          obligatoire: true,
          options: (await liensDuCompte(unite, fiche.compte.id)).map((lie) => ({
            valeur: lie.id,
            libelle: autreCompte(lie, fiche.compte.id),
          })),
        },
        {
          nom: 'motif',
          libelle: 'Motif',
          genre: 'texte-long',
          obligatoire: true,
          aide: 'Conservé au journal.',
        },
      ],
      valeurs: () => ({}),
      succes: 'Les deux comptes ne sont plus liés.',
    }),
  ],
});
