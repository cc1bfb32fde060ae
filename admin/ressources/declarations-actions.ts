import { formaterValeur } from '#admin/definition/affichage.ts';
import {
  actionDeFiche,
  type ActionDeFiche,
  type ChampFormulaire,
  type ContexteFiche,
} from '#admin/definition/definition.ts';
import type { Option } from '#admin/definition/types/champ.ts';
import { lireDossier } from '#admin/ressources/declarations-dossier.ts';
import { INSTANCES } from '#admin/definition/libelles.ts';
import {
  demanderDecision,
  prendreEnTraitement,
  reglerCasMuet,
  retourner,
  traiter,
  trancherFermeture,
} from '#src/domain/declaration/commandes.ts';
import { direEnvois } from '#src/domain/echanges/courriel/dire.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import type { PointATrancher } from '#src/domain/declaration/dossier-caf.ts';
import { DecisionSansObjet } from '#src/domain/declaration/refus.ts';

type Contexte = ContexteFiche<Declaration>;

/** The pending point the form is about, named in its address. */
async function pointDe({ unite, id, depart }: Contexte): Promise<PointATrancher | undefined> {
  const { enAttente } = await lireDossier(unite, id);
  return enAttente.find(({ decisionId }) => decisionId === depart['decision']);
}

/**
 * The case, its declaration and the request made for it: what the commands ask about. @throws
 * DecisionSansObjet
 */
async function casDe(contexte: Contexte): Promise<object> {
  const point = await pointDe(contexte);
  if (!point) throw new DecisionSansObjet();
  return point.cas;
}

function options({ choix }: PointATrancher): Option[] {
  return choix.map(({ code, libelle, estimation, moisOuverture }) => ({
    valeur: code,
    libelle,
    aide: `Estimation hors bonus : ${formaterValeur('euro', estimation, '')}. Ouverture retenue : ${moisOuverture ?? '—'} mois.`,
  }));
}

async function champsDuPoint(
  contexte: Contexte,
  champs: (point: PointATrancher) => readonly ChampFormulaire[],
): Promise<ChampFormulaire[]> {
  const point = await pointDe(contexte);
  return [{ nom: 'decision', libelle: 'Point', genre: 'cache' }, ...(point ? champs(point) : [])];
}

const valeurs = ({ depart }: Contexte) => ({ decision: depart['decision'] ?? '' });
const introDuPoint = async (contexte: Contexte): Promise<string> => {
  const point = await pointDe(contexte);
  return point ? `${point.titre}. ${point.message}` : '';
};

/** What an agent of the Caf does with a declaration. */
export const ACTIONS_DE_TRAITEMENT: readonly ActionDeFiche<Declaration>[] = [
  actionDeFiche(Declaration, {
    nom: 'prendre',
    libelle: 'Prendre en traitement',
    bouton: 'Prendre en traitement',
    principale: true,
    commande: prendreEnTraitement,
    cible: 'declaration',
    champs: [],
    intro: 'La déclaration passe « en traitement » : le partenaire le voit sur son suivi.',
    absente: ({ fiche }) => fiche.etat === 'en-traitement' || fiche.etat === 'traitee',
    succes: 'La déclaration est en traitement.',
  }),
  actionDeFiche(Declaration, {
    nom: 'traiter',
    libelle: 'Traiter',
    titre: 'Terminer le traitement',
    bouton: 'Déclarer traitée',
    principale: true,
    commande: traiter,
    cible: 'declaration',
    champs: [
      {
        nom: 'observation',
        libelle: 'Observation',
        genre: 'texte-long',
        aide: 'Facultative ; elle figure dans la chronologie.',
      },
    ],
    valeurs: () => ({}),
    succes: 'La déclaration est traitée.',
  }),
  actionDeFiche(Declaration, {
    nom: 'retourner',
    libelle: 'Retourner au partenaire',
    bouton: 'Retourner la déclaration',
    danger: true,
    commande: retourner,
    cible: 'declaration',
    intro:
      'Les fournisseurs corrigent, l’approbateur transmet de nouveau. Chaque transmission est conservée.',
    champs: [{ nom: 'motif', libelle: 'Ce qu’il faut corriger', genre: 'texte-long', obligatoire: true }],
    valeurs: () => ({}),
    absente: ({ fiche }) => !['transmise', 'en-traitement', 'traitee'].includes(fiche.etat),
    succes: 'La déclaration est retournée au partenaire.',
  }),
  actionDeFiche(Declaration, {
    nom: 'demander',
    libelle: 'Demander la décision',
    titre: 'Demander la décision du Conseil d’administration',
    bouton: 'Demander la décision',
    commande: demanderDecision,
    cible: 'declaration',
    horsEntete: true,
    intro: introDuPoint,
    champs: (contexte) =>
      champsDuPoint(contexte, (point) => [
        {
          nom: 'proposition',
          libelle: 'Proposition',
          genre: 'choix',
          options: options(point),
          aide: 'Facultative. La personne qui demande la décision ne peut pas l’enregistrer.',
        },
        { nom: 'motif', libelle: 'Exposé', genre: 'texte-long', obligatoire: true },
      ]),
    valeurs,
    sujet: casDe,
    succes: (_demande, envois) =>
      envois.length > 0
        ? `La décision est demandée. Un autre agent l’enregistrera. ${direEnvois(envois)}`
        : {
            type: 'warning',
            message:
              'La décision est demandée, mais aucun autre agent de votre Caf ne peut l’enregistrer aujourd’hui : demandez à votre responsable d’en ouvrir l’accès à un second.',
          },
  }),
  actionDeFiche(Declaration, {
    nom: 'trancher',
    libelle: 'Enregistrer la décision',
    titre: 'Enregistrer la décision du Conseil d’administration ou de sa commission',
    bouton: 'Enregistrer la décision',
    commande: trancherFermeture,
    cible: 'declaration',
    horsEntete: true,
    intro: introDuPoint,
    champs: (contexte) =>
      champsDuPoint(contexte, (point) => [
        { nom: 'choix', libelle: 'Décision', genre: 'choix', obligatoire: true, options: options(point) },
        { nom: 'instance', libelle: 'Instance', genre: 'choix', obligatoire: true, options: INSTANCES },
        { nom: 'seanceLe', libelle: 'Date de la séance', genre: 'date', obligatoire: true },
        { nom: 'motif', libelle: 'Motif', genre: 'texte-long', obligatoire: true },
      ]),
    valeurs,
    sujet: casDe,
    succes: 'La décision est enregistrée et l’estimation recalculée.',
  }),
  actionDeFiche(Declaration, {
    nom: 'regler',
    libelle: 'Régler ce point',
    titre: 'Régler un point que les textes ne tranchent pas',
    bouton: 'Régler ce point',
    commande: reglerCasMuet,
    cible: 'declaration',
    horsEntete: true,
    intro: introDuPoint,
    champs: (contexte) =>
      champsDuPoint(contexte, (point) => [
        { nom: 'choix', libelle: 'Suite donnée', genre: 'choix', obligatoire: true, options: options(point) },
        { nom: 'motif', libelle: 'Motif', genre: 'texte-long', obligatoire: true },
      ]),
    valeurs,
    sujet: casDe,
    succes: 'Le point est réglé et l’estimation recalculée.',
  }),
];
