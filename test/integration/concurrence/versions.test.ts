import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refus, VersionPerimee } from '#src/kernel/refus.ts';
import { VoletModifieAilleurs } from '#src/domain/declaration/refus.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { toutesLesCommandes, type UneCommande } from '#test/support/commandes.ts';
import { reponseDe, saisieDe, semerUneLignePartout, VERSION } from '#test/support/une-ligne-partout.ts';

/**
 * Why a command takes no version: it is based on no record that somebody read, or changes no record. Every
 * other one must take it.
 */
const SANS_VERSION: Readonly<Record<string, readonly string[]>> = {
  'makes a new record': [
    'absence.enregistrer',
    'agent.creer',
    'analyste.creer',
    'animateur.ajouter',
    'bulletin.creer',
    'caf.creer',
    'campagne.creer',
    'contrat.creer',
    'convention.creer',
    'conventionnement.creer',
    'declaration.commencer',
    'eligibilite.creer',
    'equipement.creer',
    'habilitation.affecter',
    'impact.lancer',
    'interlocuteur.ajouter',
    'lien.creer',
    'lieu.ajouter',
    'mandat.donner',
    'partenaire.creer',
    'regle.creerBrouillon',
    'regle.demanderAnnulation',
    'regle.demanderReactivation',
    'regle.reactiverEnUrgence',
    'regle.reprendreEmployeur',
    'regle.reprendreLesCas',
    'regle.soumettreFichier',
    'regle.soumettreLot',
    'utilisateur.creer',
    'courriel.alerter',
    'courrier.enregistrer',
    'comptes.lier',
    'compte.demanderNouveauCourriel',
  ],
  'opens, closes or proves an access, whatever the record says by then; changes no field of it': [
    'agent.leverSecondFacteur',
    'compte.accepterInvitation',
    'compte.activerSecondFacteur',
    'compte.changerMotDePasse',
    'compte.demanderReinitialisation',
    'compte.fermerAutresSessions',
    'compte.fermerSession',
    'compte.leverSecondFacteur',
    'compte.preparerSecondFacteur',
    'compte.reinitialiserMotDePasse',
    'compte.renouvelerCodesDeSecours',
    'compte.retirerSecondFacteur',
    'compte.utiliserCodeDeSecours',
    'eligibilite.inviter',
    'utilisateur.deverrouiller',
    'utilisateur.imposerMotDePasse',
    'utilisateur.inviter',
    'utilisateur.reinitialiserMotDePasse',
  ],
  'answers or undoes once, and is refused once that is done': [
    'utilisateur.accepterRattachement',
    'utilisateur.refuserRattachement',
    'comptes.delier',
    'compte.confirmerCourriel',
    'job.reessayer',
  ],
  'goes on with work of the program, taken by one worker at a time': [
    'courriel.expedier',
    'courriel.prendre',
    'courriel.rattraper',
    'impact.arreter',
    'impact.echouer',
    'impact.poser',
    'impact.prendre',
    'impact.rattraper',
    'impact.rendre',
    'impact.reprendre',
    'impact.terminer',
    'reprise.denombrer',
    'reprise.prendre',
    'reprise.prolonger',
    'reprise.rattraper',
    'reprise.rendre',
    'reprise.terminer',
  ],
  'is run by the operator, at the shell or at the start': [
    'demonstration.commencer',
    'demonstration.signerContrats',
    'demonstration.terminer',
    'journal.purger',
    'journal.expliquer',
    'personne.effacer',
    'personne.exporter',
    'referentiel.charger',
    'regle.initialiser',
  ],
  'measures, and writes nothing': ['regle.preparerEtudes', 'regle.preparerReactivation'],
  'takes the version of each draft, line by line': ['regle.remplacerValeursFictives'],
};

/**
 * What must be so for a command to get as far as the version: what stops it earlier is not told of the
 * record.
 */
const ETATS: Readonly<Record<string, string>> = {
  'soumission_regle.etat': 'soumis',
  'convention.etat': 'active',
};

const perimee = (erreur: unknown): boolean =>
  erreur instanceof VersionPerimee || erreur instanceof VoletModifieAilleurs;
const attendUneVersion = ({ saisie }: UneCommande): boolean =>
  saisie.safeParse({}).error?.issues.some(({ path }) => path[0] === 'version') ?? false;

let application: ApplicationDeTest;
let commandes: [nom: string, commande: UneCommande][];
beforeAll(async () => {
  commandes = await toutesLesCommandes();
  application = await applicationDeTest(await registreDesFichiers());
  await semerUneLignePartout(application, ETATS);
});
afterAll(() => application.fermer());

const reponse = (commande: UneCommande, version: number): Promise<unknown> =>
  reponseDe(application, commande, saisieDe(version));

describe('a command', () => {
  it('that acts on an existing record takes the version it is based on', () => {
    const dispensees = new Set(Object.values(SANS_VERSION).flat());
    const sans = commandes.filter(([, commande]) => !attendUneVersion(commande)).map(([, { nom }]) => nom);
    expect(
      sans.filter((nom) => !dispensees.has(nom)),
      'give these `version: versionLue()` and `chargerPourModifier`, or say in SANS_VERSION why they need none',
    ).toEqual([]);
    expect(
      [...dispensees].filter((nom) => !sans.includes(nom)),
      'no longer without a version',
    ).toEqual([]);
    expect(commandes.length).toBeGreaterThan(100);
  });

  it('refuses another version before anything else it finds in the record, and goes past the right one', async () => {
    const manques: string[] = [];
    for (const [nom, commande] of commandes.filter(([, une]) => attendUneVersion(une))) {
      const refus = await reponse(commande, VERSION - 1);
      if (!perimee(refus)) manques.push(`${nom}: ${refus instanceof Refus ? refus.name : String(refus)}`);
    }
    expect(manques).toEqual([]);
    for (const [nom, commande] of commandes.filter(([, une]) => attendUneVersion(une))) {
      // Each may end differently on a record made of nothing; none may end on its version.
      if (perimee(await reponse(commande, VERSION))) manques.push(`${nom} refuses the version recorded`);
    }
    expect(manques).toEqual([]);
  });
});
