import type { FilterQuery } from '@mikro-orm/core';
import type { Ressource } from '#admin/definition/definition.ts';
import { compterListe, TOTAL_MAX, vueDe } from '#admin/definition/lecture.ts';
import { conditions, lireRequete } from '#admin/definition/requete.ts';
import type { CompteurAccueil } from '#admin/definition/types/accueil.ts';
import type { TableDeFiche } from '#admin/definition/types/fiche.ts';
import { libelleDe, PERENNITES, ROLES_AFAS } from '#admin/definition/libelles.ts';
import { conventions } from '#admin/ressources/conventions.ts';
import { declarations } from '#admin/ressources/declarations.ts';
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

/** Counts a group as its list does. */
export async function compter(unite: UniteDeLecture, { ressource, filtres }: Groupe): Promise<Compte> {
  const vue = vueDe(unite, ressource);
  const requete = lireRequete(parametresDeListe(filtres), vue);
  const total = await compterListe(unite, vue, requete);
  const nombre = Math.min(total, TOTAL_MAX);
  const dit = nombreFr(nombre);
  return {
    nombre,
    dit: total > TOTAL_MAX ? `${dit} ou plus` : dit,
    href: adresseListe(ressource.id, filtres),
    ou: conditions(requete, vue),
  };
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

/** Declarations the Caf has to treat. */
export async function declarationsATraiter(unite: UniteDeLecture): Promise<File> {
  const compte = await compter(unite, { ressource: declarations, filtres: { suivi: 'a-traiter' } });
  const attente = await unite.em.find(Declaration, compte.ou as FilterQuery<Declaration>, {
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
      compteur(
        ['Déclaration transmise', 'Déclarations transmises'],
        await compter(unite, { ressource: declarations, filtres: { etat: 'transmise' } }),
      ),
      compteur(
        ['Déclaration en traitement', 'Déclarations en traitement'],
        await compter(unite, { ressource: declarations, filtres: { etat: 'en-traitement' } }),
      ),
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
export async function decisionsAEnregistrer(unite: UniteDeLecture): Promise<File> {
  const compte = await compter(unite, { ressource: declarations, filtres: { decisionAttendue: 'de-vous' } });
  const attente = await unite.em.find(Declaration, compte.ou as FilterQuery<Declaration>, {
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
export async function habilitationsAValider(unite: UniteDeLecture): Promise<File> {
  const compte = await compter(unite, { ressource: habilitations, filtres: { etat: 'en-attente-caf' } });
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
          texte(libelleDe(ROLES_AFAS, habilitation.role)),
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
export async function conventionsAEcheance(unite: UniteDeLecture): Promise<File> {
  const compte = await compter(unite, { ressource: conventions, filtres: { suivi: 'a-renouveler' } });
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
