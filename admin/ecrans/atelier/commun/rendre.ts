import { rendreFormulaire, type MotsDuJour } from '#admin/ecrans/atelier/commun/rendre-formulaire.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import type { FichierClos, FichierDeParametres, FichierDeReferentiel } from '#src/engine/index.ts';
import { rendreReferentiel } from '#admin/ecrans/atelier/commun/rendre-referentiel.ts';
import { rendre } from '#src/engine/rendu/index.ts';

/** A parameter file read as a rule file without rules: what it has is rendered alike. */
function enveloppe(fichier: FichierDeParametres): FichierClos {
  const { id, version, titre, sources, parametres, questions } = fichier;
  return {
    format: 'mcp.regles/1',
    id,
    version,
    titre,
    sources,
    parametres,
    questions,
    resume: '',
    applicable: { du: '1900-01-01', au: null, dateDeReference: '' },
    faits: {},
    faitsDerives: {},
    decision: { strategie: 'cumul', siAucuneRegle: '', siFaitManquant: 'suspendre', issues: {} },
    regles: [],
    messages: { fr: {} },
    scenarios: [],
    invariants: [],
    fonctions: [],
  };
}

/** What a file contains, in words. Its canonical text passed the gate: it has the shape of its kind. */
export function contenuDe(genre: GenreDeVersion, canonique: string, mots: MotsDuJour) {
  switch (genre) {
    case 'regles':
      return { genre, rendu: rendre(JSON.parse(canonique) as FichierClos) };
    case 'referentiel':
      return contenuDuReferentiel(JSON.parse(canonique) as FichierDeReferentiel);
    case 'parametres':
      return contenuDesParametres(JSON.parse(canonique) as FichierDeParametres);
    case 'formulaire':
      return contenuDuFormulaire(JSON.parse(canonique) as DefinitionDeFormulaire, mots);
  }
}

/** What a file contains, in words. */
export type ContenuEnMots = ReturnType<typeof contenuDe>;

/** A parameter file in words. */
export function contenuDesParametres(fichier: FichierDeParametres) {
  const { titre, parametres, sources, questions } = rendre(enveloppe(fichier));
  return { genre: 'parametres' as const, titre, parametres, sources, questions };
}

/** A referential in words. */
export function contenuDuReferentiel(fichier: FichierDeReferentiel) {
  const rendu = rendreReferentiel(fichier);
  return { genre: 'referentiel' as const, titre: rendu.titre, rendu };
}

/** A form definition in words. */
export function contenuDuFormulaire(definition: DefinitionDeFormulaire, mots: MotsDuJour) {
  const rendu = rendreFormulaire(definition, mots);
  return { genre: 'formulaire' as const, titre: rendu.titre, rendu };
}
