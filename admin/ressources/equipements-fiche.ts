import type { ComplementDeFiche, ContexteFiche } from '#admin/definition/definition.ts';
import {
  ETATS_CONVENTIONNEMENT,
  ETATS_DECLARATION,
  ETATS_HABILITATION,
  libelleDe,
  NATURES_DE_LIEU,
  optionDe,
  PERENNITES,
} from '#admin/definition/libelles.ts';
import {
  acteDeTable,
  adresseAction,
  adresseListe,
  booleen,
  date,
  decisionsSur,
  dernierJour,
  etat,
  etp,
  euro,
  lien,
  periode,
  table,
  texte,
} from '#admin/definition/outils.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { ajouterAnimateur, ajouterLieu, creerConventionnement } from '#src/domain/equipement/commandes.ts';
import {
  Animateur,
  Conventionnement,
  type Equipement,
  LieuImplantation,
} from '#src/domain/equipement/equipement.ts';
import { contratsAuDelaDuPlafond } from '#src/domain/equipement/plafond.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { nombreFr } from '#src/kernel/francais.ts';

type Contexte = ContexteFiche<Equipement>;

/** Places of the equipment. */
async function tableDesLieux({ unite, fiche, id }: Contexte) {
  const lieux = await unite.em.find(
    LieuImplantation,
    { equipement: id },
    { orderBy: { nature: 'desc', nom: 'asc' } },
  );
  return table(
    'Lieux d’implantation',
    ['Lieu', 'Nature', 'Commune'],
    lieux.map((lieu) => ({
      cle: lieu.id,
      cellules: [
        lien(lieu.nom, 'lieux', lieu.id),
        texte(libelleDe(NATURES_DE_LIEU, lieu.nature)),
        texte([lieu.codePostal, lieu.commune].filter(Boolean).join(' ')),
      ],
    })),
    'Aucun lieu.',
    {
      actions: [
        await acteDeTable(
          unite,
          'Ajouter un lieu',
          adresseAction('lieux', 'new', { equipement: id }),
          ajouterLieu,
          fiche,
        ),
      ],
    },
  );
}

/** Those who work there, whatever the period. */
async function tableDesAnimateurs({ unite, id }: Contexte, animateurs: readonly Animateur[]) {
  return table(
    'Animateurs',
    ['Animateur', 'Etp du contrat', 'Etp validé', 'Profil validé', 'Du', 'Au', 'Succède à'],
    animateurs.map((animateur) => ({
      cle: animateur.id,
      cellules: [
        lien(`${animateur.prenom} ${animateur.nom}`, 'animateurs', animateur.id),
        etp(animateur.etpContrat),
        etp(animateur.etpValide),
        booleen(animateur.profilValide),
        date(animateur.du),
        date(dernierJour(animateur.au ?? null)),
        texte(animateur.succedeA ? `${animateur.succedeA.prenom} ${animateur.succedeA.nom}` : null),
      ],
    })),
    'Aucun animateur.',
    {
      actions: [
        await acteDeTable(
          unite,
          'Ajouter un animateur',
          adresseAction('animateurs', 'new', { equipement: id }),
          ajouterAnimateur,
        ),
      ],
    },
  );
}

/** Its conventionnements, the latest first. */
async function tableDesConventionnements(
  { unite, id }: Contexte,
  conventionnements: readonly Conventionnement[],
) {
  return table(
    'Conventionnements',
    ['Période', 'Dossier Maia', 'État', 'Etp validé'],
    conventionnements.map((conventionnement) => ({
      cle: conventionnement.id,
      cellules: [
        lien(periode(conventionnement), 'conventionnements', conventionnement.id),
        texte(conventionnement.numeroMaia),
        etat(optionDe(ETATS_CONVENTIONNEMENT, conventionnement.etat)),
        etp(conventionnement.etpValide),
      ],
    })),
    'Aucun conventionnement : la Caf valide le projet global de l’équipement avant toute déclaration.',
    {
      intro: 'Validation du projet global, souvent appelée à tort « agrément ».',
      actions: [
        await acteDeTable(
          unite,
          'Préparer un conventionnement',
          adresseAction('conventionnements', 'new', { equipement: id }),
          creerConventionnement,
        ),
      ],
    },
  );
}

/** Roles held or asked for on it today. */
async function tableDesHabilitations({ unite, id }: Contexte) {
  const habilitations = await unite.em.find(
    Habilitation,
    {
      equipement: id,
      etat: { $in: ['accordee', 'en-attente-caf', 'suspendue'] },
      $or: [{ au: null }, { au: { $gt: unite.aujourdhui.toString() } }],
    },
    { populate: ['utilisateur'], orderBy: { role: 'asc', du: 'desc' }, limit: 20 },
  );
  return table(
    'Habilitations en cours',
    ['Utilisateur', 'Rôle', 'État', 'Du'],
    habilitations.map((habilitation) => ({
      cle: habilitation.id,
      cellules: [
        lien(
          `${habilitation.utilisateur.prenom} ${habilitation.utilisateur.nom}`,
          'habilitations',
          habilitation.id,
        ),
        texte(rolesDuJour(unite).libelle(habilitation.role)),
        etat(optionDe(ETATS_HABILITATION, habilitation.etat)),
        date(habilitation.du),
      ],
    })),
    'Personne n’est habilité sur cet équipement.',
    {
      voirTout: {
        libelle: 'Toutes les habilitations',
        href: adresseListe('habilitations', { equipement: id }),
      },
    },
  );
}

/** Its latest declarations. */
async function tableDesDeclarations({ unite, id }: Contexte) {
  const declarations = await unite.em.find(
    Declaration,
    { equipement: id },
    {
      populate: ['conventionnement'],
      orderBy: { exercice: 'desc', creeLe: 'desc' },
      limit: 6,
      fields: ['exercice', 'perennite', 'etat', 'estimation', 'conventionnement.numeroMaia'],
    },
  );
  return table(
    'Dernières déclarations',
    ['Exercice', 'Dossier Maia', 'Pérennité', 'État', 'Estimation hors bonus'],
    declarations.map((declaration) => ({
      cle: declaration.id,
      cellules: [
        lien(String(declaration.exercice), 'declarations', declaration.id),
        texte(declaration.conventionnement.numeroMaia ?? 'Sans numéro'),
        texte(libelleDe(PERENNITES, declaration.perennite)),
        etat(optionDe(ETATS_DECLARATION, declaration.etat)),
        euro(declaration.estimation),
      ],
    })),
    'Aucune déclaration.',
    {
      voirTout: {
        libelle: 'Toutes les déclarations',
        href: adresseListe('declarations', { equipement: id }),
      },
    },
  );
}

/** Contracts of work that one conventionnement cannot carry. */
async function alertesDe(
  { unite, fiche }: Contexte,
  animateurs: readonly Animateur[],
  conventionnements: readonly Conventionnement[],
): Promise<ComplementDeFiche['alertes']> {
  const plafond = await contratsAuDelaDuPlafond(unite, fiche, animateurs, conventionnements);
  return plafond
    ? [
        {
          ton: 'attention',
          titre: `Les contrats de travail totalisent ${nombreFr(Number(plafond.etpContrats))} Etp : un seul conventionnement ne suffit pas.`,
          texte: `S’ils étaient tous validés ensemble : ${plafond.constats.map(({ message, commentCorriger }) => `${message} ${commentCorriger}`).join(' ')}`,
        },
      ]
    : [];
}

/** The page of an equipment: its places, people, conventionnements, roles and declarations. */
export async function complementDEquipement(contexte: Contexte): Promise<ComplementDeFiche> {
  const { unite, fiche, id } = contexte;
  const animateurs = await unite.em.find(
    Animateur,
    { equipement: id },
    { orderBy: { nom: 'asc', prenom: 'asc' } },
  );
  const conventionnements = await unite.em.find(
    Conventionnement,
    { equipement: id },
    { orderBy: { du: 'desc' } },
  );
  return {
    surtitre: `Équipement ${fiche.type}`,
    alertes: await alertesDe(contexte, animateurs, conventionnements),
    tables: [
      await tableDesLieux(contexte),
      await tableDesAnimateurs(contexte, animateurs),
      await tableDesConventionnements(contexte, conventionnements),
      await tableDesHabilitations(contexte),
      await tableDesDeclarations(contexte),
    ],
    decisions: await decisionsSur(unite, 'Equipement', id),
  };
}
