import type { PageBrouillon } from '#admin/ecrans/atelier/brouillon/client.ts';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { adresseDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import type { BoutonMontre } from '#admin/ecrans/atelier/commun/types.ts';

const D_ABORD = 'Enregistrez d’abord.';

/** What the checks still say against a submission; null when nothing does. */
function attenteDesControles({ verification, aJour }: Document): string | null {
  if (!verification || !aJour) return 'Les contrôles sont en cours : attendez leur réponse.';
  if (!verification.analyseFaite) return 'L’analyse est en cours : attendez sa réponse.';
  return verification.valide ? null : 'Corrigez d’abord les anomalies que disent les contrôles.';
}

function comparaison({ brouillon, origine }: PageBrouillon, modifie: boolean): BoutonMontre {
  const { id, genre, jeu } = brouillon;
  const href = adresseDe('comparaison', {
    genre,
    jeu,
    avant: origine?.empreinte ?? '',
    apres: `brouillon:${id}`,
  });
  const empeche = modifie ? D_ABORD : null;
  return {
    nom: 'comparaison',
    libelle: 'Comparer',
    empeche: origine ? empeche : 'Ce brouillon ne vient d’aucune version.',
    href,
  };
}

/** What tries the rules of the draft: rule files alone have cases. */
function essais({ brouillon: { id, genre, jeu } }: PageBrouillon, modifie: boolean): BoutonMontre[] {
  if (genre !== 'regles') return [];
  const empeche = modifie ? D_ABORD : null;
  return [
    {
      nom: 'essai',
      libelle: 'Essayer un cas',
      empeche,
      href: adresseDe('essai', { jeu, version: `brouillon:${id}` }),
    },
    {
      nom: 'impact',
      libelle: 'Impact',
      empeche,
      href: adresseDe('impact', { jeu, apres: `brouillon:${id}` }),
    },
  ];
}

/** Buttons of the head of a draft: right, state of the page and checks, each says why it closes one. */
export function boutonsDuBrouillon(donnees: PageBrouillon, document: Document): readonly BoutonMontre[] {
  const { peutEcrire, empeche, ferme } = donnees;
  const { modifie, envoi, annulable } = document;
  const attente = attenteDesControles(document);
  const siEcrit = (raison: string | null): string | null => (peutEcrire ? raison : empeche);
  return [
    {
      nom: 'enregistrer',
      libelle: envoi ? 'Enregistrement…' : 'Enregistrer',
      principale: modifie,
      pourquoi: ferme,
      empeche: siEcrit(modifie ? null : 'Rien n’a changé depuis le dernier enregistrement.'),
    },
    {
      nom: 'annuler',
      libelle: 'Défaire',
      empeche: annulable ? null : 'Aucune modification par formulaire à défaire ; dans le texte, Ctrl + Z.',
    },
    comparaison(donnees, modifie),
    ...essais(donnees, modifie),
    {
      nom: 'soumettre',
      libelle: 'Soumettre…',
      principale: !modifie && attente === null,
      pourquoi: ferme,
      empeche: siEcrit(modifie ? D_ABORD : attente),
    },
    { nom: 'supprimer', libelle: 'Supprimer', danger: true, pourquoi: ferme, empeche: siEcrit(null) },
  ];
}
