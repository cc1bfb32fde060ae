import { GENRES_DE_VERSION } from '#src/domain/politique/versions/version-regle.ts';
import { z } from 'zod';
import type { Ecran } from '#admin/adapter/definition.ts';
import { donneesDeLApprobation } from '#admin/regles/approbation.ts';
import { listerBornes } from '#admin/regles/bornes.ts';
import { donneesDuBrouillon } from '#admin/regles/brouillon.ts';
import { donneesDeLaComparaison } from '#admin/regles/comparaison.ts';
import { donneesDeLEssai, essayer } from '#admin/regles/essai.ts';
import { donneesDesFictives } from '#admin/regles/fictives.ts';
import { donneesDuFichier } from '#admin/regles/fichier.ts';
import { donneesDeLImpact } from '#admin/regles/impact.ts';
import { donneesDeLaListe } from '#admin/regles/liste.ts';
import { mesurerScenarios } from '#admin/regles/mesure.ts';
import { donneesDuGuide } from '#admin/regles/page-guide.ts';
import { proposer } from '#admin/regles/proposition.ts';
import { donneesDesQuestions } from '#admin/regles/questions.ts';
import { donneesDeLaReprise } from '#admin/regles/reprise.ts';
import { retoucher } from '#admin/regles/retouches.ts';
import { verifier } from '#admin/regles/verification.ts';
import { GROUPES } from '#admin/ressources/groupes.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import {
  approuver,
  confirmerReactivation,
  creerBrouillon,
  demanderAnnulation,
  demanderReactivation,
  enregistrerBrouillon,
  reactiverEnUrgence,
  reprendreEmployeur,
  refuserReactivation,
  rejeter,
  retirer,
  soumettre,
  supprimerBrouillon,
} from '#src/domain/politique/commandes.ts';
import { remplacerValeursFictives } from '#src/domain/politique/brouillon/remplacements.ts';
import { lancerReprise } from '#src/domain/politique/reprise/commandes.ts';
import {
  arreterEtude,
  joindreImpact,
  lancerEtude,
  reprendreEtude,
} from '#src/domain/politique/etude/commandes.ts';

const TEXTE = z.object({
  genre: z.enum(GENRES_DE_VERSION),
  jeu: z.string(),
  texte: z.string(),
  etape: z.enum(['forme', 'tout']).default('tout'),
});

/** The checks of a text as it is typed. */
async function verifierTexte(unite: UniteDeLecture, brut: Readonly<Record<string, unknown>>) {
  const lu = TEXTE.safeParse(brut);
  if (!lu.success) throw new SaisieInvalide('Le texte à vérifier n’est pas arrivé entier : réessayez.');
  return verifier(unite, lu.data, lu.data.etape);
}

const commun = { groupe: null, composant: 'Atelier', droit: ['VersionRegle', 'lire'] } as const;
const commande = (quoi: object) => quoi as NonNullable<Ecran['commandes']>[string];

/**
 * Screens of the workshop of rules. What writes is a command: the rights table answers, whatever the screen
 * shows.
 */
export const ECRANS_DES_REGLES: readonly Ecran[] = [
  {
    ...commun,
    nom: 'regles',
    libelle: 'Fichiers de règles',
    groupe: GROUPES.regles,
    donnees: donneesDeLaListe,
    commandes: { confirmer: commande(confirmerReactivation), refuser: commande(refuserReactivation) },
  },
  {
    ...commun,
    nom: 'questions',
    libelle: 'Questions ouvertes',
    groupe: GROUPES.regles,
    donnees: donneesDesQuestions,
    commandes: { creer: commande(creerBrouillon) },
  },
  {
    ...commun,
    nom: 'reprise',
    libelle: 'Reprise des cas en attente',
    droit: ['RepriseQuestion', 'lire'],
    donnees: donneesDeLaReprise,
    commandes: { lancer: commande(lancerReprise) },
  },
  {
    ...commun,
    nom: 'essai',
    libelle: 'Essayer un cas',
    groupe: GROUPES.regles,
    donnees: donneesDeLEssai,
    questions: { essayer },
  },
  {
    ...commun,
    nom: 'fictives',
    libelle: 'Valeurs fictives',
    groupe: GROUPES.regles,
    donnees: donneesDesFictives,
    commandes: { remplacer: commande(remplacerValeursFictives) },
  },
  {
    ...commun,
    nom: 'guide',
    libelle: 'Guide de l’analyste',
    groupe: GROUPES.regles,
    donnees: donneesDuGuide,
  },
  {
    ...commun,
    nom: 'regle',
    libelle: 'Fichier de règles',
    donnees: donneesDuFichier,
    commandes: {
      creer: commande(creerBrouillon),
      reactiver: commande(demanderReactivation),
      annuler: commande(demanderAnnulation),
      urgence: commande(reactiverEnUrgence),
    },
    questions: { mesurer: mesurerScenarios },
  },
  {
    ...commun,
    nom: 'brouillon',
    libelle: 'Brouillon',
    droit: ['BrouillonRegle', 'lire'],
    donnees: donneesDuBrouillon,
    commandes: {
      enregistrer: commande(enregistrerBrouillon),
      supprimer: commande(supprimerBrouillon),
      soumettre: commande(soumettre),
      reprendre: commande(reprendreEmployeur),
    },
    questions: { verifier: verifierTexte, retoucher, proposer, bornes: listerBornes },
  },
  { ...commun, nom: 'comparaison', libelle: 'Comparaison', donnees: donneesDeLaComparaison },
  {
    ...commun,
    nom: 'impact',
    libelle: 'Impact',
    droit: ['EtudeImpact', 'lire'],
    donnees: donneesDeLImpact,
    commandes: {
      lancer: commande(lancerEtude),
      arreter: commande(arreterEtude),
      reprendre: commande(reprendreEtude),
      joindre: commande(joindreImpact),
    },
  },
  {
    ...commun,
    nom: 'approbation',
    libelle: 'Approbation',
    droit: ['SoumissionRegle', 'lire'],
    donnees: donneesDeLApprobation,
    commandes: { approuver: commande(approuver), rejeter: commande(rejeter), retirer: commande(retirer) },
  },
];
