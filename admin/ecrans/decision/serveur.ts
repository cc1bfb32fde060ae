import type { Ecran } from '#admin/definition/ecran.ts';
import { aLeDroit } from '#admin/definition/etat-page.ts';
import { Introuvable } from '#src/domain/commun/refus.ts';
import { enregistrerCourrier } from '#src/domain/courrier/commandes.ts';
import { courriersDe, dernieresParts } from '#src/domain/courrier/lectures.ts';
import type { PageDeDecision, PageDeLettre } from '#admin/ecrans/decision/contrat.ts';
import { page } from '#admin/ecrans/atelier/commun/serveur.ts';
import { adresse } from '#admin/definition/outils.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { expliquer } from '#src/domain/decision/explication/expliquer.ts';
import {
  lettreDe,
  partsAttendues,
  type PartDeLaCaf,
  type PartsEcrites,
} from '#src/domain/decision/explication/lettre.ts';
import { rejouerEnMots } from '#src/domain/decision/explication/rejeu.ts';
import { peut } from '#src/domain/droits/droits.ts';

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
const referenceDemandee = ({ decision }: Parametres): string =>
  typeof decision === 'string' ? decision : '';

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

const PARTS: readonly { readonly nom: PartDeLaCaf; readonly libelle: string; readonly longueur: number }[] = [
  { nom: 'adresseCaf', libelle: 'Adresse de la Caf', longueur: 500 },
  { nom: 'destinataire', libelle: 'Adresse du destinataire', longueur: 500 },
  { nom: 'recours', libelle: 'Voies et délais de recours', longueur: 3000 },
  { nom: 'signature', libelle: 'Nom, qualité et signature', longueur: 300 },
];

/** The letter to write now, to complete; or one that was kept, as it was. @throws Introuvable */
async function donneesDeLaLettre(unite: UniteDeLecture, parametres: Parametres): Promise<PageDeLettre> {
  const lettre = await lettreDe(unite, referenceDemandee(parametres));
  const gardes = await courriersDe(unite, lettre.decisionId);
  const montre =
    typeof parametres['courrier'] === 'string'
      ? gardes.find(({ id }) => id === parametres['courrier'])
      : null;
  if (montre === undefined) throw new Introuvable('Courrier');
  const attendues = new Set(partsAttendues(lettre));
  const ecrites: PartsEcrites = gardes[0] ?? (await dernieresParts(unite)) ?? {};
  return {
    lettre: montre?.contenu ?? lettre,
    decision: adresse('decisions', lettre.decisionId),
    montre: montre?.id ?? null,
    parts:
      montre || !aLeDroit(unite.acteur, enregistrerCourrier.droit)
        ? []
        : PARTS.filter(({ nom }) => attendues.has(nom)).map((part) => ({
            ...part,
            valeur: ecrites[part.nom] ?? '',
          })),
    courriers: gardes.map(({ id, le, parNom }) => ({ id, le: le.toISOString(), par: parNom })),
  };
}

/**
 * A recorded decision explained, taken again, and told to the partner by a letter that the Caf completes and
 * keeps.
 */
export const ECRANS_DES_DECISIONS: readonly Ecran[] = [
  {
    nom: 'decision',
    libelle: 'Décision',
    groupe: null,
    droit: ['Decision', 'lire'],
    donnees: donneesDeLaDecision,
    questions: { rejouer: (unite, saisie) => rejouerEnMots(unite, referenceDemandee(saisie)) },
  },
  {
    nom: 'lettre',
    libelle: 'Courrier au partenaire',
    groupe: null,
    droit: ['Decision', 'lire'],
    donnees: donneesDeLaLettre,
    commandes: { enregistrer: enregistrerCourrier },
  },
];
