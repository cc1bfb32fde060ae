import { definirRessource } from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { GENRES_DE_VERSION, JEUX, ORIGINES } from '#admin/definition/libelles.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';

export const versionsDeRegles = definirRessource({
  id: 'versions-regles',
  entite: VersionRegle,
  droit: 'VersionRegle',
  libelle: 'Versions publiées',
  singulier: 'Version publiée',
  groupe: GROUPES.regles,
  description:
    'Les fichiers de règles, formulaires et paramètres publiés. Une version publiée ne change plus.',
  cle: { nom: 'empreinte', uuid: false },
  titre: {
    depuis: ['jeu', 'numero'],
    texte: ({ jeu, numero }) => `${JEUX[String(jeu)] ?? String(jeu)} ${String(numero)}`,
  },
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
  async complement({ unite, fiche }) {
    const [ligne] = await unite.em.execute<{ texte: string }[]>(
      'select texte from version_regle where empreinte = ?',
      [fiche.empreinte],
    );
    return { texteBrut: { titre: 'Fichier publié', contenu: ligne?.texte ?? '' } };
  },
});
