import { compter } from '#admin/affichage.ts';
import { aLeDroit } from '#admin/adapter/etat-page.ts';
import type { CompteurAccueil, TableauDeBord, TableDossier } from '#admin/contrats.ts';
import { JEUX, libelleDe, PERENNITES, ROLES_AFAS } from '#admin/ressources/libelles.ts';
import { adresseListe, date, dernierJour, euro, instant, lien, table, texte } from '#admin/ressources/outils.ts';
import { nomDe } from '#src/domain/commun/acteur.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { Convention } from '#src/domain/convention/convention.ts';
import { Decision } from '#src/domain/decision/decision.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { FormulaireEligibilite } from '#src/domain/eligibilite/formulaire-eligibilite.ts';
import { Conventionnement } from '#src/domain/equipement/equipement.ts';
import { Habilitation } from '#src/domain/habilitation/habilitation.ts';
import { LienUtile } from '#src/domain/lien/lien-utile.ts';
import { VersionRegle } from '#src/domain/regle/version-regle.ts';

const LIGNES = 8;

interface File {
  readonly compteurs: readonly CompteurAccueil[];
  readonly table?: TableDossier;
}

function compteur(libelle: string, nombre: number, href: string, precision?: string): CompteurAccueil {
  return { libelle, valeur: new Intl.NumberFormat('fr-FR').format(nombre), href, precision, ton: nombre > 0 ? 'attention' : 'succes' };
}

function voirTout(nombre: number, quoi: string, href: string): Pick<TableDossier, 'voirTout'> {
  return nombre > LIGNES ? { voirTout: { libelle: `Voir ${compter(nombre, quoi)}`, href } } : {};
}

async function declarationsATraiter({ em }: UniteDeLecture): Promise<File> {
  const [attente, nombre] = await em.findAndCount(Declaration, { etat: { $in: ['transmise', 'en-traitement'] } }, {
    populate: ['equipement', 'conventionnement'], orderBy: { transmiseLe: 'asc', id: 'asc' }, limit: LIGNES,
    fields: ['exercice', 'perennite', 'transmiseLe', 'estimation', 'sousReserve', 'equipement.nom', 'conventionnement.numeroMaia'],
  });
  const enTraitement = await em.count(Declaration, { etat: 'en-traitement' });
  const href = adresseListe('declarations', { etat: 'transmise' });
  return {
    compteurs: [
      compteur('Déclarations transmises', nombre - enTraitement, href),
      compteur('Déclarations en traitement', enTraitement, adresseListe('declarations', { etat: 'en-traitement' })),
    ],
    table: table('Déclarations à traiter', ['Équipement', 'Dossier Maia', 'Exercice', 'Pérennité', 'Transmise le', 'Estimation hors bonus'], attente.map((declaration) => ({
      cle: declaration.id,
      cellules: [
        lien(declaration.equipement.nom, 'declarations', declaration.id), texte(declaration.conventionnement.numeroMaia ?? 'Sans numéro'), texte(declaration.exercice),
        texte(libelleDe(PERENNITES, declaration.perennite)),
        instant(declaration.transmiseLe), euro(declaration.estimation),
      ],
    })), 'Aucune déclaration n’attend votre traitement.', voirTout(nombre, 'déclaration', href)),
  };
}

/** Decisions of the Ca asked for by somebody else, that this reader may record: the list is filtered by the same condition. */
async function decisionsAEnregistrer({ em }: UniteDeLecture): Promise<File> {
  const [attente, nombre] = await em.findAndCount(Declaration, { decisionAttendue: 'de-vous' }, {
    populate: ['equipement', 'partenaire'], orderBy: { transmiseLe: 'asc', id: 'asc' }, limit: LIGNES, fields: ['exercice', 'perennite', 'transmiseLe', 'equipement.nom', 'partenaire.nom'],
  });
  const href = adresseListe('declarations', { decisionAttendue: 'de-vous' });
  return {
    compteurs: [compteur('Décisions du Ca à enregistrer', nombre, href, 'demandées par un autre agent')],
    ...(nombre === 0 ? {} : { table: table('Décisions du Ca à enregistrer', ['Équipement', 'Partenaire', 'Exercice', 'Pérennité', 'Transmise le'], attente.map((declaration) => ({
      cle: declaration.id,
      cellules: [lien(declaration.equipement.nom, 'declarations', declaration.id), texte(declaration.partenaire.nom), texte(declaration.exercice), texte(libelleDe(PERENNITES, declaration.perennite)), instant(declaration.transmiseLe)],
    })), '', voirTout(nombre, 'déclaration', href)) }),
  };
}

async function habilitationsAValider({ em }: UniteDeLecture): Promise<File> {
  const [attente, nombre] = await em.findAndCount(Habilitation, { etat: 'en-attente-caf' },
    { populate: ['utilisateur', 'equipement'], orderBy: { demandeLe: 'asc', id: 'asc' }, limit: LIGNES });
  const href = adresseListe('habilitations', { etat: 'en-attente-caf' });
  return {
    compteurs: [compteur('Approbateurs à valider', nombre, href)],
    table: table('Habilitations à valider', ['Utilisateur', 'Rôle', 'Équipement', 'Demandée le'], attente.map((habilitation) => ({
      cle: habilitation.id,
      cellules: [
        lien(`${habilitation.utilisateur.prenom} ${habilitation.utilisateur.nom}`, 'habilitations', habilitation.id), texte(libelleDe(ROLES_AFAS, habilitation.role)),
        texte(habilitation.equipement.nom), instant(habilitation.demandeLe),
      ],
    })), 'Aucune habilitation n’attend votre validation.', voirTout(nombre, 'habilitation', href)),
  };
}

async function conventionsAEcheance({ em, aujourdhui, registre }: UniteDeLecture): Promise<File> {
  const preavis = Number(registre.parametre('conventions', 'preavisRenouvellement', aujourdhui.toString()));
  const limite = aujourdhui.add({ months: preavis }).toString();
  const renouvelees = (await em.find(Convention, { renouvelle: { $ne: null } }, { fields: ['renouvelle'] })).flatMap(({ renouvelle }) => renouvelle?.id ?? []);
  const [proches, nombre] = await em.findAndCount(Convention, { etat: 'active', au: { $lte: limite }, id: { $nin: renouvelees } },
    { populate: ['partenaire'], orderBy: { au: 'asc', id: 'asc' }, limit: LIGNES });
  const href = adresseListe('conventions', { 'au~~to': limite, etat: 'active' });
  return {
    compteurs: [compteur('Conventions à renouveler', nombre, href, `échues, ou à échéance dans les ${compter(preavis, 'mois', 'mois')}`)],
    table: table('Conventions d’accès à renouveler', ['Convention', 'Partenaire', 'Échéance'], proches.map((convention) => ({
      cle: convention.id,
      cellules: [lien(convention.numero, 'conventions', convention.id), texte(convention.partenaire.nom), date(dernierJour(convention.au))],
    })), 'Aucune convention n’arrive à échéance.', voirTout(nombre, 'convention', href)),
  };
}

async function enPreparation({ em }: UniteDeLecture): Promise<CompteurAccueil[]> {
  const formulaires = await em.count(FormulaireEligibilite, { etat: 'brouillon' });
  const signatures = await em.count(Convention, { etat: 'en-attente-de-signature' });
  const conventionnements = await em.count(Conventionnement, { etat: 'brouillon' });
  return [
    compteur('Formulaires d’éligibilité en cours', formulaires, adresseListe('formulaires-eligibilite', { etat: 'brouillon' })),
    compteur('Conventions à signer', signatures, adresseListe('conventions', { etat: 'en-attente-de-signature' })),
    compteur('Conventionnements à valider', conventionnements, adresseListe('conventionnements', { etat: 'brouillon' })),
  ];
}

async function pourLAnalyste({ em }: UniteDeLecture): Promise<Pick<TableauDeBord, 'compteurs' | 'files'>> {
  const versions = await em.count(VersionRegle, {});
  const [ouvertes, nombre] = await em.findAndCount(Decision, { etat: { $in: ['source-muette', 'decision-humaine'] } }, { orderBy: { priseLe: 'desc', id: 'asc' }, limit: LIGNES, fields: ['jeu', 'versionRegle', 'etat', 'priseLe'] });
  return {
    compteurs: [
      { libelle: 'Versions publiées', valeur: String(versions), href: adresseListe('versions-regles'), ton: 'info' },
      compteur('Décisions que la règle ne tranche pas', nombre, adresseListe('decisions', { etat: 'source-muette' })),
    ],
    files: [table('Dernières décisions non tranchées par la règle', ['Règle', 'Version', 'Prise le'], ouvertes.map((decision) => ({
      cle: decision.id, cellules: [lien(JEUX[decision.jeu] ?? decision.jeu, 'decisions', decision.id), texte(decision.versionRegle), instant(decision.priseLe)],
    })), 'Toutes les décisions récentes ont été tranchées par la règle.')],
  };
}

/** What waits for this person, by his role. */
export async function assemblerTableauDeBord(unite: UniteDeLecture): Promise<TableauDeBord> {
  const { acteur, em } = unite;
  const commun = { titre: 'Tableau de bord', sousTitre: `Bonjour ${nomDe(acteur)}. Voici ce qui attend une réponse aujourd’hui.` };
  const liensUtiles = await em.find(LienUtile, { contexte: { $in: ['accueil', 'assistance'] } }, { orderBy: { ordre: 'asc', libelle: 'asc' }, limit: 12 });
  const liens = liensUtiles.map(({ libelle, url, description }) => ({ libelle, href: url, description: description ?? undefined }));
  if (!aLeDroit(acteur, ['Declaration', 'instruire'])) return { ...commun, ...(await pourLAnalyste(unite)), liens };
  const files = [await declarationsATraiter(unite), await decisionsAEnregistrer(unite), await habilitationsAValider(unite), await conventionsAEcheance(unite)];
  return { ...commun, compteurs: [...files.flatMap((file) => file.compteurs), ...(await enPreparation(unite))], files: files.flatMap((file) => file.table ?? []), liens };
}
