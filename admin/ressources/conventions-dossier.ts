import type { ComplementDeFiche, ContexteFiche } from '#admin/definition/definition.ts';
import { ETATS_CONTRAT, ETATS_CONVENTION, libelleDe, optionDe, PORTEES } from '#admin/definition/libelles.ts';
import {
  acteDeTable,
  adresseAction,
  date,
  dernierJour,
  etat,
  lien,
  table,
  texte,
} from '#admin/definition/outils.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { creerBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import { creerContrat } from '#src/domain/contractualisation/contrat/commandes.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { etatDuContrat } from '#src/domain/contractualisation/contrat/etat.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention } from '#src/domain/contractualisation/convention/etat.ts';
import { suiteDesRoles } from '#src/domain/delegation/convention/suite-des-roles.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { direRole } from '#src/domain/delegation/habilitation/libelles.ts';
import { suiteDe } from '#src/domain/contractualisation/vie/terme.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { dateFr } from '#src/kernel/francais.ts';

type Contexte = ContexteFiche<Convention>;
type Alertes = NonNullable<ComplementDeFiche['alertes']>;

/** Before it is signed: who loses which role when the convention begins, by name. */
async function alertesDeSuite(unite: UniteDeLecture, convention: Convention): Promise<Alertes> {
  if (convention.etat === 'active' || convention.etat === 'resiliee') return [];
  const { interrompueLe, perdus, mandatsPerdus } = await suiteDesRoles(unite, convention);
  const mandats = mandatsPerdus.map(({ titulaire }) => `mandat de ${titulaire.prenom} ${titulaire.nom}`);
  const noms = [...perdus.map(direRole(rolesDuJour(unite))), ...mandats];
  if (noms.length === 0) return [];
  const raison =
    interrompueLe === null
      ? 'aucun bulletin reconduit ne les ouvre'
      : `le partenaire est sans convention depuis le ${dateFr(interrompueLe)}`;
  return [
    {
      ton: 'attention',
      titre: `Rôles qui ne se poursuivront pas le ${dateFr(convention.du)}, car ${raison}`,
      texte: `${noms.join(' ; ')}.`,
    },
  ];
}

async function alerteDeRenouvellement({ unite, id }: Contexte): Promise<Alertes> {
  const suivante = await suiteDe(unite, id);
  return suivante
    ? [{ ton: 'info', titre: `Cette convention est renouvelée par la convention ${suivante.numero}.` }]
    : [];
}

async function tableDesContrats({ unite, fiche, id }: Contexte) {
  const jour = unite.aujourdhui.toString();
  const contrats = await unite.em.find(ContratService, { convention: id }, { orderBy: { id: 'asc' } });
  return table(
    'Contrats de service',
    ['Contrat', 'État', 'Du', 'Au', 'Signé par la Caf', 'Signé par le partenaire'],
    contrats.map((contrat) => ({
      cle: contrat.id,
      cellules: [
        lien('Contrat de service', 'contrats-service', contrat.id),
        etat(optionDe(ETATS_CONTRAT, etatDuContrat(contrat, jour))),
        date(contrat.du),
        date(contrat.au ? dernierJour(contrat.au) : null),
        date(contrat.signeCafLe),
        date(contrat.signePartenaireLe),
      ],
    })),
    'Aucun contrat de service : il décrit la gestion déléguée, les interlocuteurs et les services autorisés.',
    {
      actions: [
        await acteDeTable(
          unite,
          'Préparer un contrat de service',
          adresseAction('contrats-service', 'new', { convention: id }),
          creerContrat,
          fiche,
        ),
      ],
    },
  );
}

async function tableDesBulletins({ unite, fiche, id }: Contexte) {
  const bulletins = await unite.em.find(
    BulletinAdhesion,
    { convention: id },
    { populate: ['service'], orderBy: { du: 'asc' } },
  );
  return table(
    'Bulletins d’adhésion',
    ['Service', 'Portée', 'Du', 'Au'],
    bulletins.map((bulletin) => ({
      cle: bulletin.id,
      cellules: [
        lien(bulletin.service.libelle, 'bulletins', bulletin.id),
        texte(libelleDe(PORTEES, bulletin.portee)),
        date(bulletin.du),
        date(dernierJour(bulletin.au)),
      ],
    })),
    'Aucun bulletin : un bulletin par service, sous une convention active.',
    {
      actions: [
        await acteDeTable(
          unite,
          'Ajouter un bulletin',
          adresseAction('bulletins', 'new', { convention: id }),
          creerBulletin,
          fiche,
        ),
      ],
    },
  );
}

/** What the page of a convention shows besides its fields. */
export async function dossierDeConvention(contexte: Contexte): Promise<ComplementDeFiche> {
  const { unite, fiche } = contexte;
  return {
    etat: optionDe(ETATS_CONVENTION, etatDeLaConvention(fiche, unite.aujourdhui.toString())),
    alertes: [...(await alerteDeRenouvellement(contexte)), ...(await alertesDeSuite(unite, fiche))],
    tables: [await tableDesContrats(contexte), await tableDesBulletins(contexte)],
  };
}
