import type { FilterQuery } from '@mikro-orm/core';
import type { Ressource } from '#admin/definition/definition.ts';
import { compterListes, TOTAL_MAX, vueDe } from '#admin/definition/lecture.ts';
import { conditions, lireRequete } from '#admin/definition/requete.ts';
import type { CompteurAccueil, TableauDeBord } from '#admin/definition/types/accueil.ts';
import type { TableDeFiche } from '#admin/definition/types/fiche.ts';
import { libelleDe, PERENNITES } from '#admin/definition/libelles.ts';
import { conventionnements } from '#admin/ressources/conventionnements.ts';
import { conventions } from '#admin/ressources/conventions.ts';
import { declarations } from '#admin/ressources/declarations.ts';
import { formulairesEligibilite } from '#admin/ressources/formulaires-eligibilite.ts';
import { habilitations } from '#admin/ressources/habilitations.ts';
import {
  adresseListe,
  date,
  dernierJour,
  euro,
  instant,
  lien,
  parametresDeListe,
  table,
  texte,
} from '#admin/definition/outils.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { preavisDeRenouvellement } from '#src/domain/contractualisation/vie/filtres.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { nombreFr } from '#src/kernel/francais.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';

/** Lines a queue shows. */
export const LIGNES = 8;

/** Records of a list, named by the very filters of its address: what is counted is what the link shows. */
interface Groupe {
  readonly ressource: Ressource;
  readonly filtres: Readonly<Record<string, string>>;
}

/** A group with its number, as the list counts it. */
interface Compte {
  readonly nombre: number;
  /** « 12 », or « 10 000 ou plus » where the list itself stops counting. */
  readonly dit: string;
  readonly href: string;
  readonly ou: FilterQuery<object>;
}

/** Counts some groups as their lists do, in one statement. */
export async function compter<Nom extends string>(
  unite: UniteDeLecture,
  groupes: Readonly<Record<Nom, Groupe>>,
): Promise<Readonly<Record<Nom, Compte>>> {
  const listes = Object.entries<Groupe>(groupes).map(([nom, { ressource, filtres }]) => {
    const vue = vueDe(unite, ressource);
    const requete = lireRequete(parametresDeListe(filtres), vue);
    return { nom, vue, requete, href: adresseListe(ressource.id, filtres) };
  });
  const totaux = await compterListes(unite, listes);
  return Object.fromEntries(
    listes.map(({ nom, vue, requete, href }, rang) => {
      const total = totaux[rang] ?? 0;
      const nombre = Math.min(total, TOTAL_MAX);
      const dit = nombreFr(nombre);
      const ou = conditions(requete, vue);
      return [nom, { nombre, dit: total > TOTAL_MAX ? `${dit} ou plus` : dit, href, ou }];
    }),
  ) as Record<Nom, Compte>;
}

/** « Convention à signer » for none or one, « Conventions à signer » beyond. */
type Accorde = readonly [singulier: string, pluriel: string];

/** A counter that leads to its list. */
export function compteur(
  [singulier, pluriel]: Accorde,
  { nombre, dit, href }: Compte,
  precision?: string,
): CompteurAccueil {
  return {
    libelle: nombre > 1 ? pluriel : singulier,
    valeur: dit,
    href,
    precision,
    ton: nombre > 0 ? 'attention' : 'succes',
  };
}

function voirTout({ nombre, dit, href }: Compte, pluriel: string): Pick<TableDeFiche, 'voirTout'> {
  return nombre > LIGNES ? { voirTout: { libelle: `Voir ${dit} ${pluriel}`, href } } : {};
}

interface File {
  readonly compteurs: readonly CompteurAccueil[];
  readonly table?: TableDeFiche;
}

/** What waits for an agent, each group as its list names it. */
const GROUPES = {
  aTraiter: { ressource: declarations, filtres: { suivi: 'a-traiter' } },
  transmises: { ressource: declarations, filtres: { etat: 'transmise' } },
  enTraitement: { ressource: declarations, filtres: { etat: 'en-traitement' } },
  aEnregistrer: { ressource: declarations, filtres: { decisionAttendue: 'de-vous' } },
  habilitations: { ressource: habilitations, filtres: { etat: 'en-attente-caf' } },
  aRenouveler: { ressource: conventions, filtres: { suivi: 'a-renouveler' } },
  formulaires: { ressource: formulairesEligibilite, filtres: { etat: 'brouillon' } },
  aSigner: { ressource: conventions, filtres: { etat: 'en-attente-de-signature' } },
  conventionnements: { ressource: conventionnements, filtres: { etat: 'brouillon' } },
} as const satisfies Readonly<Record<string, Groupe>>;
type Comptes = Readonly<Record<keyof typeof GROUPES, Compte>>;

/** What waits for an agent of the Caf: its queues, and what is being prepared. */
export async function pourLAgent(unite: UniteDeLecture): Promise<Pick<TableauDeBord, 'compteurs' | 'files'>> {
  const comptes = await compter(unite, GROUPES);
  const files = [
    await declarationsATraiter(unite, comptes),
    await decisionsAEnregistrer(unite, comptes),
    await habilitationsAValider(unite, comptes),
    await conventionsAEcheance(unite, comptes),
  ];
  return {
    compteurs: [...files.flatMap((file) => file.compteurs), ...enPreparation(comptes)],
    files: files.flatMap((file) => file.table ?? []),
  };
}

const enPreparation = (comptes: Comptes): CompteurAccueil[] => [
  compteur(['Formulaire d’éligibilité en cours', 'Formulaires d’éligibilité en cours'], comptes.formulaires),
  compteur(['Convention à signer', 'Conventions à signer'], comptes.aSigner),
  compteur(['Conventionnement à valider', 'Conventionnements à valider'], comptes.conventionnements),
];

/** Declarations the Caf has to treat. */
async function declarationsATraiter({ em }: UniteDeLecture, comptes: Comptes): Promise<File> {
  const compte = comptes.aTraiter;
  const attente = await em.find(Declaration, compte.ou as FilterQuery<Declaration>, {
    populate: ['equipement', 'conventionnement'],
    orderBy: { transmiseLe: 'asc', id: 'asc' },
    limit: LIGNES,
    fields: [
      'exercice',
      'perennite',
      'transmiseLe',
      'estimation',
      'sousReserve',
      'equipement.nom',
      'conventionnement.numeroMaia',
    ],
  });
  return {
    compteurs: [
      compteur(['Déclaration transmise', 'Déclarations transmises'], comptes.transmises),
      compteur(['Déclaration en traitement', 'Déclarations en traitement'], comptes.enTraitement),
    ],
    table: table(
      'Déclarations à traiter',
      ['Équipement', 'Dossier Maia', 'Exercice', 'Pérennité', 'Transmise le', 'Estimation hors bonus'],
      attente.map((declaration) => ({
        cle: declaration.id,
        cellules: [
          lien(declaration.equipement.nom, 'declarations', declaration.id),
          texte(declaration.conventionnement.numeroMaia ?? 'Sans numéro'),
          texte(declaration.exercice),
          texte(libelleDe(PERENNITES, declaration.perennite)),
          instant(declaration.transmiseLe),
          euro(declaration.estimation),
        ],
      })),
      'Aucune déclaration n’attend votre traitement.',
      voirTout(compte, 'déclarations'),
    ),
  };
}

/**
 * Decisions of the Ca asked for by somebody else, that this reader may record: the list is filtered by the
 * same condition.
 */
async function decisionsAEnregistrer({ em }: UniteDeLecture, comptes: Comptes): Promise<File> {
  const compte = comptes.aEnregistrer;
  const attente = await em.find(Declaration, compte.ou as FilterQuery<Declaration>, {
    populate: ['equipement', 'partenaire'],
    orderBy: { transmiseLe: 'asc', id: 'asc' },
    limit: LIGNES,
    fields: ['exercice', 'perennite', 'transmiseLe', 'equipement.nom', 'partenaire.nom'],
  });
  return {
    compteurs: [
      compteur(
        ['Décision du Ca à enregistrer', 'Décisions du Ca à enregistrer'],
        compte,
        'demandées par un autre agent',
      ),
    ],
    ...(compte.nombre === 0
      ? {}
      : {
          table: table(
            'Décisions du Ca à enregistrer',
            ['Équipement', 'Partenaire', 'Exercice', 'Pérennité', 'Transmise le'],
            attente.map((declaration) => ({
              cle: declaration.id,
              cellules: [
                lien(declaration.equipement.nom, 'declarations', declaration.id),
                texte(declaration.partenaire.nom),
                texte(declaration.exercice),
                texte(libelleDe(PERENNITES, declaration.perennite)),
                instant(declaration.transmiseLe),
              ],
            })),
            '',
            voirTout(compte, 'déclaration'),
          ),
        }),
  };
}

/** Approbateurs to validate. */
async function habilitationsAValider(unite: UniteDeLecture, comptes: Comptes): Promise<File> {
  const compte = comptes.habilitations;
  const attente = await unite.em.find(Habilitation, compte.ou as FilterQuery<Habilitation>, {
    populate: ['utilisateur', 'equipement'],
    orderBy: { demandeLe: 'asc', id: 'asc' },
    limit: LIGNES,
  });
  return {
    compteurs: [compteur(['Approbateur à valider', 'Approbateurs à valider'], compte)],
    table: table(
      'Habilitations à valider',
      ['Utilisateur', 'Rôle', 'Équipement', 'Demandée le'],
      attente.map((habilitation) => ({
        cle: habilitation.id,
        cellules: [
          lien(
            `${habilitation.utilisateur.prenom} ${habilitation.utilisateur.nom}`,
            'habilitations',
            habilitation.id,
          ),
          texte(rolesDuJour(unite).libelle(habilitation.role)),
          texte(habilitation.equipement.nom),
          instant(habilitation.demandeLe),
        ],
      })),
      'Aucune habilitation n’attend votre validation.',
      voirTout(compte, 'habilitations'),
    ),
  };
}

/** Conventions that end soon. */
async function conventionsAEcheance(unite: UniteDeLecture, comptes: Comptes): Promise<File> {
  const compte = comptes.aRenouveler;
  const proches = await unite.em.find(Convention, compte.ou as FilterQuery<Convention>, {
    populate: ['partenaire'],
    orderBy: { au: 'asc', id: 'asc' },
    limit: LIGNES,
  });
  const preavis = preavisDeRenouvellement(unite.registre, unite.aujourdhui.toString());
  return {
    compteurs: [
      compteur(
        ['Convention à renouveler', 'Conventions à renouveler'],
        compte,
        `échues, ou à échéance dans les ${preavis} mois`,
      ),
    ],
    table: table(
      'Conventions d’accès à renouveler',
      ['Convention', 'Partenaire', 'Échéance'],
      proches.map((convention) => ({
        cle: convention.id,
        cellules: [
          lien(convention.numero, 'conventions', convention.id),
          texte(convention.partenaire.nom),
          date(dernierJour(convention.au)),
        ],
      })),
      'Aucune convention n’arrive à échéance.',
      voirTout(compte, 'conventions'),
    ),
  };
}
