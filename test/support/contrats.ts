import type { Acteur, ActeurAgent } from '#src/kernel/acteur.ts';
import type { Commande } from '#src/kernel/commande.ts';
import type { Refus } from '#src/kernel/refus.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';
import {
  ajouterInterlocuteur,
  creerContrat,
  modifierContrat,
  signerContrat,
} from '#src/domain/contractualisation/contrat/commandes.ts';
import type { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import {
  activerConvention,
  creerConvention,
  signerConvention,
} from '#src/domain/contractualisation/vie/commandes.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { creerFormulaire, deciderEligibilite } from '#src/domain/contractualisation/eligibilite/commandes.ts';
import type { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { creerOrganismePartenaire } from '#src/domain/contractualisation/organisme/commandes.ts';
import type { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import type { z } from 'zod';
import { agent, systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

/** SIREN with a right control key that belong to nobody we know. */
export const SIRENS = ['732829320', '404833048', '552100554', '443061841'] as const;

/** Answers of a form the rule file finds eligible. */
export const REPONSES = {
  representantNom: 'Durand',
  representantPrenom: 'Alix',
  representantFonction: 'Maire',
  missionGenerale: 'Accueil des jeunes enfants et accompagnement de leurs familles.',
  gestionDelegueeAcceptee: 'on',
  administrateurNom: 'Baillet',
  administrateurPrenom: 'Chantal',
  administrateurCourriel: 'Chantal.Baillet@exemple.fr',
  administrateurTelephone: '02 38 00 00 00',
  responsableSecuriteNom: 'Leroy',
  responsableSecuritePrenom: 'Sam',
  responsableSecuriteCourriel: 'sam.leroy@exemple.fr',
  referentCnilNom: 'Moreau',
  referentCnilPrenom: 'Lou',
  referentCnilCourriel: 'lou.moreau@exemple.fr',
  servicesDemandes: ['AFAS', 'CDAP'],
};

interface Variante {
  readonly du?: string;
  readonly services?: readonly string[];
}

/** A database with three Caf and the reference data, and short ways to walk the contract documents. */
export interface Contrats extends ApplicationDeTest {
  readonly gestionnaire: ActeurAgent;
  faire<Schema extends z.ZodType, Resultat>(
    commande: Commande<Schema, Resultat>,
    brut: unknown,
    acteur?: Acteur,
  ): Promise<Resultat>;
  /** The refusal a command answers. Fails when it does not refuse. */
  refus(commande: Commande<z.ZodType, unknown>, brut: unknown, acteur?: Acteur): Promise<Refus>;
  partenaire(siren?: string, acteur?: Acteur): Promise<Partenaire>;
  formulaireEligible(
    partenaireId: string,
    changements?: object,
    acteur?: Acteur,
  ): Promise<FormulaireEligibilite>;
  /** A convention with its contract, both filled in and signed by both sides, not yet active. */
  conventionSignee(
    partenaireId: string,
    variante?: Variante,
  ): Promise<{ convention: Convention; contrat: ContratService }>;
  conventionActive(partenaireId: string, variante?: Variante): Promise<Convention>;
}

export async function contratsDeTest(depart = '2019-03-04'): Promise<Contrats> {
  const application = await applicationDeTest(await registreDesFichiers(), depart);
  const gestionnaire = agent();
  const { executeur } = application;
  const faire: Contrats['faire'] = (commande, brut, acteur = gestionnaire) =>
    executeur.executer(acteur, commande, brut);
  for (const [id, nom] of [
    ['451', 'Caf du Loiret'],
    ['891', 'Caf de l’Yonne'],
    ['974', 'Caf de La Réunion'],
  ]) {
    await faire(creerCaf, { id, nom, fuseauHoraire: id === '974' ? 'Indian/Reunion' : '' }, systeme);
  }
  await faire(chargerReferentiel, {}, systeme);

  const contrats: Contrats = {
    ...application,
    gestionnaire,
    faire,
    async refus(commande, brut, acteur = gestionnaire) {
      try {
        await executeur.executer(acteur, commande, brut);
      } catch (erreur) {
        return erreur as Refus;
      }
      throw new Error(`${commande.nom} was not refused`);
    },
    partenaire: (siren = SIRENS[0], acteur = gestionnaire) =>
      faire(
        creerOrganismePartenaire,
        {
          siren,
          raisonSociale: 'COMMUNE DE BRIARE',
          forme: 'commune',
          adresse: '1 place de l’Hôtel de Ville',
          communeCode: '45053',
        },
        acteur,
      ),
    async formulaireEligible(partenaireId, changements = {}, acteur = gestionnaire) {
      const { id, version } = await faire(
        creerFormulaire,
        { partenaire: partenaireId, ...REPONSES, ...changements },
        acteur,
      );
      return faire(deciderEligibilite, { formulaire: id, version }, acteur);
    },
    async conventionSignee(partenaireId, { du = '2019-03-04', services = ['AFAS', 'CDAP'] } = {}) {
      const brouillon = await faire(creerConvention, { partenaire: partenaireId, du });
      const cree = await faire(creerContrat, { convention: brouillon.id });
      for (const [rang, fonction] of [
        'administrateur',
        'responsable-mcp',
        'responsable-securite',
        'referent-cnil',
      ].entries()) {
        await faire(ajouterInterlocuteur, {
          contrat: cree.id,
          cote: 'caf',
          fonction,
          nom: `Agent${rang}`,
          prenom: 'Dominique',
          courriel: `agent${rang}@caf.exemple.fr`,
        });
      }
      let contrat = await faire(modifierContrat, {
        contrat: cree.id,
        version: cree.version,
        fonctionnementCentre: 'Un centre de services par Caf.',
        horaires: 'De 9 h à 16 h 30.',
        escaladeCaf: 'Appeler le responsable.',
        escaladePartenaire: 'Appeler l’administrateur.',
        servicesAutorises: services,
      });
      let convention = brouillon;
      for (const cote of ['caf', 'partenaire']) {
        const signature = { cote, par: 'Alix Durand, maire', le: '2019-03-01' };
        contrat = await faire(signerContrat, { contrat: contrat.id, version: contrat.version, ...signature });
        convention = await faire(signerConvention, {
          convention: convention.id,
          version: convention.version,
          ...signature,
        });
      }
      return { convention, contrat };
    },
    async conventionActive(partenaireId, variante) {
      const { convention } = await contrats.conventionSignee(partenaireId, variante);
      return faire(activerConvention, { convention: convention.id, version: convention.version });
    },
  };
  return contrats;
}

/** Number of rows an actor sees of a table. */
export const compter = (contrats: ApplicationDeTest, acteur: Acteur, table: string): Promise<number> =>
  contrats.executeur.lire(acteur, async ({ em }) => {
    const [ligne] = await em.execute<{ n: string }[]>(`select count(*) as n from ${table}`);
    return Number(ligne?.n);
  });
