import { actionDeFiche, definirRessource } from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { rolesEnOptions } from '#admin/definition/libelles.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { phraseDesRoles } from '#src/domain/delegation/habilitation/roles-accordes.ts';
import { decoulentDe } from '#src/domain/delegation/mandat/lectures.ts';
import { retirerDelegation } from '#src/domain/delegation/gerer-mandat/precaution.ts';
import { MOTIF } from '#admin/ressources/utilisateurs.ts';
import { dateFr } from '#src/kernel/francais.ts';

export const mandats = definirRessource({
  id: 'mandats',
  entite: Mandat,
  droit: 'Mandat',
  libelle: 'Mandats',
  singulier: 'Mandat',
  groupe: GROUPES.habilitations,
  description: 'Ce que chaque responsable habilitations s’est vu confier par son N+1.',
  titre: { depuis: ['du'], texte: ({ du }) => `Mandat du ${dateFr(String(du))}` },
  champs: {
    du: { libelle: 'Du', genre: 'date' },
    titulaire: { libelle: 'Titulaire', genre: 'reference', ressource: 'utilisateurs', tri: 'titulaire.nom' },
    donnePar: { libelle: 'Donné par', genre: 'reference', ressource: 'utilisateurs' },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    au: { libelle: 'Au', genre: 'date', finExclue: true },
    roles: { libelle: 'Rôles confiés', genre: 'choix-multiple', options: rolesEnOptions },
    peutCreerUtilisateurs: { libelle: 'Peut créer des utilisateurs', genre: 'booleen' },
    peutDeleguer: { libelle: 'Peut déléguer à son tour', genre: 'booleen' },
    motifFin: { libelle: 'Motif de fin', genre: 'texte-long' },
  },
  liste: ['du', 'titulaire', 'donnePar', 'partenaire', 'roles', 'au'],
  filtres: ['partenaire', 'du', 'au', 'peutDeleguer'],
  recherche: {
    libelle: 'Titulaire ou partenaire',
    champs: ['titulaire.nom', 'titulaire.prenom', 'partenaire.nom'],
  },
  tri: { champ: 'du', sens: 'desc' },
  actionsDeFiche: [
    actionDeFiche(Mandat, {
      nom: 'retirer',
      libelle: 'Retirer la délégation',
      bouton: 'Retirer la délégation',
      danger: true,
      commande: retirerDelegation,
      champs: [MOTIF],
      intro: async ({ unite, fiche }) => {
        const tombent = await decoulentDe(unite, fiche, unite.aujourdhui.toString());
        const noms = tombent.map(({ titulaire }) => `${titulaire.prenom} ${titulaire.nom}`);
        const suite =
          noms.length > 0
            ? `Prennent fin avec lui les mandats de : ${noms.join(', ')}.`
            : 'Aucun autre mandat n’en découle.';
        return `Mesure de précaution : le mandat prend fin aujourd’hui. ${suite} ${await phraseDesRoles(
          unite,
          [fiche, ...tombent].map(({ id }) => id),
        )}`;
      },
      succes: 'La délégation est retirée.',
    }),
  ],
});
