import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import type { VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';

/** The registry of the files of `rules/`, with the form definitions a test adds. */
export async function registreDesFichiers(formulaires: readonly object[] = []): Promise<RegistreVivant> {
  return new RegistreVivant([
    ...(await preparerLivraison(new RuleFolder())),
    ...formulaires.map(formulairePublie),
  ]);
}

function formulairePublie(formulaire: object): VersionAPublier {
  const canonique = canonicalize(formulaire) ?? '';
  const { id, version } = formulaire as { id: string; version: string };
  return {
    empreinte: createHash('sha256').update(canonique).digest('hex'),
    genre: 'formulaire',
    jeu: id,
    numero: version,
    canonique,
    texte: canonique,
  };
}
