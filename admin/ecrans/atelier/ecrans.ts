import { GENRES_DE_VERSION } from '#src/domain/regle/version-regle.ts';
import { z } from 'zod';
import type { Ecran } from '#admin/definition/definition.ts';
import { donneesDeLApprobation } from '#admin/ecrans/atelier/approbation/serveur.ts';
import { listerBornes } from '#admin/ecrans/atelier/brouillon/serveur/bornes.ts';
import { donneesDuBrouillon } from '#admin/ecrans/atelier/brouillon/serveur/donnees.ts';
import { donneesDeLaComparaison } from '#admin/ecrans/atelier/comparaison/serveur.ts';
import { donneesDeLEssai, essayer } from '#admin/ecrans/atelier/essai/serveur.ts';
import { donneesDesFictives } from '#admin/ecrans/atelier/fictives/serveur.ts';
import { donneesDuFichier } from '#admin/ecrans/atelier/fichier/serveur.ts';
import { donneesDeLImpact } from '#admin/ecrans/atelier/impact/serveur.ts';
import { donneesDeLaListe } from '#admin/ecrans/atelier/liste/serveur.ts';
import { mesurerScenarios } from '#admin/ecrans/atelier/mesure/mesure.ts';
import { donneesDuGuide } from '#admin/ecrans/atelier/guide/serveur.ts';
import { proposer } from '#admin/ecrans/atelier/brouillon/serveur/proposition.ts';
import { donneesDesQuestions } from '#admin/ecrans/atelier/questions/serveur.ts';
import { donneesDeLaReprise } from '#admin/ecrans/atelier/reprise/serveur.ts';
import { retoucher } from '#admin/ecrans/atelier/brouillon/serveur/retouches.ts';
import { verifier } from '#admin/ecrans/atelier/brouillon/serveur/verification.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { SaisieInvalide } from '#src/domain/commun/refus.ts';
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
} from '#src/domain/regle/commandes.ts';
import { remplacerValeursFictives } from '#src/domain/regle/commandes/remplacements.ts';
import { lancerReprise } from '#src/domain/regle/commandes/reprendre.ts';
import { arreterEtude, joindreImpact, lancerEtude, reprendreEtude } from '#src/registry/impact/commandes.ts';

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

const commun = { groupe: null, droit: ['VersionRegle', 'lire'] } as const;
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
