import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import {
  choix,
  jour,
  liste,
  motif,
  nom,
  reference,
  texteLong,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import { leContrat } from '#src/domain/contractualisation/contrat/charger.ts';
import { exigerComplets, rendreActif } from '#src/domain/contractualisation/contrat/completude.ts';
import {
  ContratService,
  Interlocuteur,
  type Cote,
  type FonctionInterlocuteur,
} from '#src/domain/contractualisation/contrat/contrat-service.ts';
import {
  ContratDejaSigne,
  ContratEnCours,
  ContratFige,
} from '#src/domain/contractualisation/contrat/refus.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention } from '#src/domain/contractualisation/convention/etat.ts';
import {
  ConventionFigee,
  DejaSignee,
  DeuxSignatures,
  SignatureFuture,
} from '#src/domain/contractualisation/convention/refus.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { exigerServices } from '#src/domain/contractualisation/service/services.ts';

export {
  ajouterInterlocuteur,
  modifierInterlocuteur,
  retirerInterlocuteur,
} from '#src/domain/contractualisation/contrat/interlocuteurs.ts';

/** A convention not over, without a contract being drafted. @throws ConventionFigee | ContratEnCours */
async function exigerSansBrouillon(unite: UniteDeLecture, convention: Convention): Promise<void> {
  exigerNonFinie(unite, convention);
  if ((await unite.em.count(ContratService, { convention: convention.id, etat: 'brouillon' })) > 0)
    throw new ContratEnCours();
}

/** @throws ConventionFigee */
function exigerNonFinie({ aujourdhui }: UniteDeLecture, convention: Convention): void {
  const etat = etatDeLaConvention(convention, aujourdhui);
  if (etat === 'echue' || etat === 'resiliee') throw new ConventionFigee(etat);
}

/** @throws ContratFige */
function exigerBrouillon(_unite: UniteDeLecture, { etat }: ContratService): void {
  if (etat !== 'brouillon') throw new ContratFige();
}

/** @throws ContratFige | ContratDejaSigne */
function exigerNonSigne(unite: UniteDeLecture, contrat: ContratService): void {
  exigerBrouillon(unite, contrat);
  if (contrat.signeCafLe || contrat.signePartenaireLe) throw new ContratDejaSigne();
}

/** @throws ContratFige | DeuxSignatures */
function exigerSignable(unite: UniteDeLecture, contrat: ContratService): void {
  exigerBrouillon(unite, contrat);
  if (contrat.signeCafLe && contrat.signePartenaireLe) throw new DeuxSignatures();
}

/**
 * What activation needs. The rule file is asked without a record: the command has it decide.
 * @throws ContratFige | ConventionFigee | DocumentsIncomplets
 */
async function exigerActivable(unite: UniteDeLecture, contrat: ContratService): Promise<Convention> {
  exigerBrouillon(unite, contrat);
  const convention = await unite.em.findOneOrFail(Convention, { id: contrat.convention.id });
  exigerNonFinie(unite, convention);
  await exigerComplets(unite, contrat, convention);
  return convention;
}

/**
 * Drafts a contrat de service (gestion déléguée), filled in with the Caf's defaults, the people named in the
 * eligibility form and the services asked for.
 * @throws ConventionFigee when the convention is over | ContratEnCours
 */
export const creerContrat = definirCommande({
  nom: 'contrat.creer',
  droit: ['ContratService', 'creer'],
  saisie: z.object({ convention: reference('Convention') }),
  charger: (unite, saisie) => charger(unite, Convention, saisie.convention, 'Convention'),
  condition: exigerSansBrouillon,
  async executer(unite, _saisie, convention) {
    const formulaire = await unite.em.findOneOrFail(FormulaireEligibilite, { id: convention.formulaire.id });
    const caf = await unite.em.findOneOrFail(Caf, { id: convention.caf.id });
    const { fonctionnementCentre = '', horaires = '', escaladeCaf = '' } = caf.modeleContrat ?? {};
    const contrat = unite.em.create(ContratService, {
      id: randomUUID(),
      caf,
      partenaire: convention.partenaire,
      convention,
      fonctionnementCentre,
      horaires,
      escaladeCaf,
      servicesAutorises: formulaire.servicesDemandes,
    });
    unite.em.persist(contrat);
    proposerContacts(unite, contrat, caf, formulaire);
    return contrat;
  },
});

interface ContactPropose {
  readonly nom?: string | null;
  readonly prenom?: string | null;
  readonly courriel?: string | null;
  readonly telephone?: string | null;
}

/** Contacts already known on both sides; what is incomplete is left to be entered. */
function proposerContacts(
  unite: UniteDeTravail,
  contrat: ContratService,
  caf: Caf,
  formulaire: FormulaireEligibilite,
): void {
  const proposer = (
    cote: Cote,
    fonction: FonctionInterlocuteur,
    { nom, prenom, courriel, telephone = null }: ContactPropose,
  ) => {
    if (!nom || !prenom || !courriel) return;
    unite.em.persist(
      unite.em.create(Interlocuteur, {
        id: randomUUID(),
        caf,
        partenaire: contrat.partenaire,
        contrat,
        cote,
        fonction,
        nom,
        prenom,
        courriel,
        telephone,
      }),
    );
  };
  for (const [fonction, contact] of Object.entries(caf.modeleContrat?.interlocuteurs ?? {}))
    proposer('caf', fonction as FonctionInterlocuteur, contact);
  proposer('partenaire', 'administrateur', {
    nom: formulaire.administrateurNom,
    prenom: formulaire.administrateurPrenom,
    courriel: formulaire.administrateurCourriel,
    telephone: formulaire.administrateurTelephone,
  });
  proposer('partenaire', 'responsable-securite', {
    nom: formulaire.responsableSecuriteNom,
    prenom: formulaire.responsableSecuritePrenom,
    courriel: formulaire.responsableSecuriteCourriel,
  });
  proposer('partenaire', 'referent-cnil', {
    nom: formulaire.referentCnilNom,
    prenom: formulaire.referentCnilPrenom,
    courriel: formulaire.referentCnilCourriel,
  });
}

/**
 * Corrects a contract nobody has signed yet.
 * @throws ContratFige | ContratDejaSigne | ServiceInconnu | VersionPerimee
 */
export const modifierContrat = definirCommande({
  nom: 'contrat.modifier',
  droit: ['ContratService', 'modifier'],
  saisie: z.object({
    contrat: reference('Contrat de service'),
    version: versionLue(),
    fonctionnementCentre: texteLong('Fonctionnement du centre de services'),
    horaires: texteLong('Horaires d’ouverture'),
    escaladeCaf: texteLong('Procédure d’escalade de la Caf'),
    escaladePartenaire: texteLong('Procédure d’escalade du partenaire'),
    servicesAutorises: liste('Services autorisés'),
  }),
  charger: leContrat,
  condition: exigerNonSigne,
  async executer(unite, { contrat: _id, version: _version, ...texteDuContrat }, contrat) {
    await exigerServices(unite, texteDuContrat.servicesAutorises, 'servicesAutorises');
    unite.em.assign(contrat, texteDuContrat);
    return contrat;
  },
});

/**
 * Records the signature of one side.
 * @throws ContratFige | DejaSignee | SignatureFuture | VersionPerimee
 */
export const signerContrat = definirCommande({
  nom: 'contrat.signer',
  droit: ['ContratService', 'signer'],
  saisie: z.object({
    contrat: reference('Contrat de service'),
    version: versionLue(),
    cote: choix('Signataire', ['caf', 'partenaire']),
    par: nom('Nom et qualité du signataire'),
    le: jour('Date de signature'),
  }),
  charger: leContrat,
  condition: exigerSignable,
  async executer(unite, { cote, par, le }, contrat) {
    if (cote === 'caf' ? contrat.signeCafLe : contrat.signePartenaireLe) throw new DejaSignee(cote);
    if (le > unite.aujourdhui.toString()) throw new SignatureFuture();
    unite.em.assign(
      contrat,
      cote === 'caf'
        ? { signeCafLe: le, signeCafPar: par }
        : { signePartenaireLe: le, signePartenairePar: par },
    );
    return contrat;
  },
});

/**
 * Takes the signatures back from a draft, so that it can be corrected and signed again.
 * @throws ContratFige | VersionPerimee
 */
export const rouvrirContrat = definirCommande({
  nom: 'contrat.rouvrir',
  droit: ['ContratService', 'modifier'],
  saisie: z.object({ contrat: reference('Contrat de service'), version: versionLue(), motif: motif() }),
  charger: leContrat,
  condition: exigerBrouillon,
  async executer(unite, saisie, contrat) {
    unite.motiver(saisie.motif);
    unite.em.assign(contrat, {
      signeCafLe: null,
      signeCafPar: null,
      signePartenaireLe: null,
      signePartenairePar: null,
    });
    return contrat;
  },
});

/**
 * Makes a further contract of a convention active; the first one becomes so with its convention.
 * @throws ContratFige | ConventionFigee | DocumentsIncomplets | VersionPerimee
 */
export const activerContrat = definirCommande({
  nom: 'contrat.activer',
  droit: ['ContratService', 'activer'],
  saisie: z.object({ contrat: reference('Contrat de service'), version: versionLue() }),
  charger: leContrat,
  condition: exigerActivable,
  async executer(unite, _saisie, contrat, convention) {
    await rendreActif(unite, contrat, convention);
    return contrat;
  },
});
