import { definirRessource } from '#admin/adapter/definition.ts';
import type { Option } from '#admin/contrats.ts';
import { page } from '#admin/regles/fichier.ts';
import { GROUPES } from '#admin/ressources/groupes.ts';
import { ETATS_DE_DECISION, GENRES_DE_VERSION, JEUX, ORIGINES, optionDe } from '#admin/ressources/libelles.ts';
import { formaterValeur } from '#admin/affichage.ts';
import { montrerDecision, table, texte } from '#admin/ressources/outils.ts';
import { peut } from '#src/domain/droits/droits.ts';
import { Decision } from '#src/domain/decision/decision.ts';
import { VersionRegle } from '#src/domain/regle/version-regle.ts';

const OPTIONS_JEUX: readonly Option[] = Object.entries(JEUX).map(([valeur, libelle]) => ({ valeur, libelle }));

export const decisions = definirRessource({
  id: 'decisions',
  entite: Decision,
  droit: 'Decision',
  libelle: 'Décisions',
  singulier: 'Décision',
  groupe: GROUPES.regles,
  description: 'Chaque décision prise par un fichier de règles, avec ses faits, ses motifs et la version appliquée. Une décision ne se modifie pas.',
  titre: { depuis: ['jeu', 'priseLe'], texte: ({ jeu }) => JEUX[String(jeu)] ?? String(jeu) },
  champs: {
    priseLe: { libelle: 'Prise le', genre: 'instant' },
    jeu: { libelle: 'Règle', genre: 'choix', options: OPTIONS_JEUX },
    etat: { libelle: 'État', genre: 'choix', options: ETATS_DE_DECISION },
    versionRegle: { libelle: 'Version', genre: 'texte' },
    partenaire: { libelle: 'Partenaire', genre: 'reference', ressource: 'partenaires' },
    dateReference: { libelle: 'Date de référence', genre: 'date' },
    sujetType: { libelle: 'Sujet', genre: 'texte' },
    sujetDetail: { libelle: 'Précision', genre: 'texte' },
    empreinte: { libelle: 'Empreinte', genre: 'texte' },
    requeteId: { libelle: 'Numéro de la demande', genre: 'texte' },
  },
  liste: ['priseLe', 'jeu', 'etat', 'versionRegle', 'partenaire', 'sujetType', 'dateReference'],
  filtres: ['jeu', 'etat', 'versionRegle', 'partenaire', 'priseLe', 'dateReference'],
  tri: { champ: 'priseLe', sens: 'desc' },
  sections: [{ titre: 'Décision', champs: ['priseLe', 'partenaire', 'dateReference', 'versionRegle', 'empreinte', 'sujetType', 'sujetDetail', 'requeteId'] }],
  async dossier({ unite, fiche }) {
    const faits = Object.entries(fiche.faits).map(([nom, valeur]) => ({ cle: nom, cellules: [texte(nom), texte(formaterValeur(typeof valeur === 'boolean' ? 'booleen' : 'texte', valeur, 'Europe/Paris'))] }));
    return {
      etat: optionDe(ETATS_DE_DECISION, fiche.etat),
      actions: peut(unite.acteur, 'VersionRegle', 'lire') ? [{ nom: 'essai', libelle: 'Essayer ce cas', variante: 'secondaire', href: page('essai', { decision: fiche.id }) }] : [],
      tables: [table('Faits', ['Fait', 'Valeur'], faits, 'Aucun fait.'), table('Moteur', ['Bibliothèque', 'Version'], Object.entries(fiche.moteur).map(([nom, version]) => ({ cle: nom, cellules: [texte(nom), texte(version)] })), '—')],
      decisions: [montrerDecision(fiche)],
    };
  },
});

export const versionsDeRegles = definirRessource({
  id: 'versions-regles',
  entite: VersionRegle,
  droit: 'VersionRegle',
  libelle: 'Versions publiées',
  singulier: 'Version publiée',
  groupe: GROUPES.regles,
  description: 'Les fichiers de règles, formulaires et paramètres publiés. Une version publiée ne change plus.',
  cle: { nom: 'empreinte', uuid: false },
  titre: { depuis: ['jeu', 'numero'], texte: ({ jeu, numero }) => `${JEUX[String(jeu)] ?? String(jeu)} ${String(numero)}` },
  champs: {
    jeu: { libelle: 'Fichier', genre: 'texte' },
    numero: { libelle: 'Version', genre: 'texte' },
    genre: { libelle: 'Nature', genre: 'choix', options: GENRES_DE_VERSION },
    publieLe: { libelle: 'Publiée le', genre: 'instant' },
    origine: { libelle: 'Origine', genre: 'choix', options: ORIGINES },
    empreinte: { libelle: 'Empreinte', genre: 'texte' },
  },
  liste: ['jeu', 'numero', 'genre', 'publieLe', 'origine'],
  filtres: ['genre', 'origine', 'publieLe'],
  recherche: { libelle: 'Fichier', champs: ['jeu'] },
  tri: { champ: 'jeu', sens: 'asc' },
  sections: [{ titre: 'Version', champs: ['jeu', 'numero', 'genre', 'publieLe', 'origine', 'empreinte'] }],
  async dossier({ unite, fiche }) {
    const [ligne] = await unite.em.execute<{ texte: string }[]>('select texte from version_regle where empreinte = ?', [fiche.empreinte]);
    return { texteBrut: { titre: 'Fichier publié', contenu: ligne?.texte ?? '' } };
  },
});
