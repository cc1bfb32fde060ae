import type { Ecran } from '#admin/adapter/definition.ts';
import type { PageDeDecision, PageDeLettre } from '#admin/decisions/contrats.ts';
import { page } from '#admin/regles/fichier.ts';
import { adresse } from '#admin/ressources/outils.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { expliquer } from '#src/domain/decision/explication/expliquer.ts';
import { lettreDe } from '#src/domain/decision/explication/lettre.ts';
import { rejouerEnMots } from '#src/domain/decision/explication/rejeu.ts';
import { peut } from '#src/domain/droits/droits.ts';

/** Resource of the back-office that shows a kind of case. */
const RESSOURCES: Readonly<Record<string, string>> = {
  Declaration: 'declarations', Habilitation: 'habilitations', Conventionnement: 'conventionnements', ContratService: 'contrats-service', FormulaireEligibilite: 'formulaires-eligibilite',
};

type Parametres = Readonly<Record<string, unknown>>;
/** Identifier or short reference of the decision asked for. */
const referenceDemandee = ({ decision }: Parametres): string => (typeof decision === 'string' ? decision : '');

async function donneesDeLaDecision(unite: UniteDeLecture, parametres: Parametres): Promise<PageDeDecision> {
  const explication = await expliquer(unite, referenceDemandee(parametres));
  const { id, jeu, cas, partenaire, version } = explication;
  const ressource = RESSOURCES[cas.type];
  const regles = peut(unite.acteur, 'VersionRegle', 'lire');
  return {
    explication,
    liens: {
      cas: cas.ouvrable && ressource ? adresse(ressource, cas.id) : null,
      partenaire: partenaire ? adresse('partenaires', partenaire.id) : null,
      version: regles ? page('regle', { genre: 'regles', jeu, version: version.empreinte }) : null,
      essai: regles ? page('essai', { decision: id }) : null,
      lettre: page('lettre', { decision: id }),
    },
  };
}

async function donneesDeLaLettre(unite: UniteDeLecture, parametres: Parametres): Promise<PageDeLettre> {
  const lettre = await lettreDe(unite, referenceDemandee(parametres));
  return { lettre, decision: adresse('decisions', lettre.decisionId) };
}

/** A recorded decision explained, taken again, and told to the partner. Nothing is written. */
export const ECRANS_DES_DECISIONS: readonly Ecran[] = [
  {
    nom: 'decision', libelle: 'Décision', groupe: null, composant: 'PageDecision', droit: ['Decision', 'lire'], donnees: donneesDeLaDecision,
    questions: { rejouer: (unite, saisie) => rejouerEnMots(unite, referenceDemandee(saisie)) },
  },
  { nom: 'lettre', libelle: 'Courrier au partenaire', groupe: null, composant: 'LettreDecision', droit: ['Decision', 'lire'], donnees: donneesDeLaLettre },
];
