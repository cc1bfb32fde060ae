import { definirEcran } from '#admin/definition/ecran.ts';
import { adresse } from '#admin/definition/outils.ts';
import { page } from '#admin/ecrans/atelier/commun/serveur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { expliquer } from '#src/domain/suivi/explication/expliquer.ts';
import { rejouerEnMots } from '#src/domain/suivi/explication/rejeu.ts';
import { peut } from '#src/kernel/droits/droits.ts';

/** Resource of the back-office that shows a kind of case. */
const RESSOURCES: Readonly<Record<string, string>> = {
  Declaration: 'declarations',
  Habilitation: 'habilitations',
  Conventionnement: 'conventionnements',
  ContratService: 'contrats-service',
  FormulaireEligibilite: 'formulaires-eligibilite',
};

type Parametres = Readonly<Record<string, unknown>>;
/** Identifier or short reference of the decision asked for. */
export const referenceDemandee = ({ decision }: Parametres): string =>
  typeof decision === 'string' ? decision : '';

async function donneesDeLaDecision(unite: UniteDeLecture, parametres: Parametres) {
  const explication = await expliquer(unite, referenceDemandee(parametres));
  const { id, jeu, cas, partenaire, version } = explication;
  const ressource = RESSOURCES[cas.type];
  const regles = peut(unite.acteur, 'VersionRegle', 'lire');
  return {
    explication,
    // Addresses the reader may follow; null where there is none for them.
    liens: {
      cas: cas.ouvrable && ressource ? adresse(ressource, cas.id) : null,
      partenaire: partenaire ? adresse('partenaires', partenaire.id) : null,
      version: regles ? page('regle', { genre: 'regles', jeu, version: version.empreinte }) : null,
      essai: regles ? page('essai', { decision: id }) : null,
      lettre: page('lettre', { decision: id }),
    },
  };
}

/** A recorded decision explained, and taken again. */
export const ecranDecision = definirEcran({
  nom: 'decision',
  libelle: 'Décision',
  groupe: null,
  droit: ['Decision', 'lire'],
  donnees: donneesDeLaDecision,
  questions: {
    rejouer: (unite: UniteDeLecture, saisie: Parametres) => rejouerEnMots(unite, referenceDemandee(saisie)),
  },
});
