import type { Source } from '#admin/adapter/definition.ts';
import { chercherCommunes, communeDe } from '#src/domain/commune/communes.ts';

const nommer = ({ nom, code, departement }: { nom: string; code: string; departement: string }): string => `${nom} (${departement}) – ${code}`;

/** The 35,000 communes, by name, postal code or official code. */
export const COMMUNES: Source = {
  nom: 'communes',
  proposer: (texte) => chercherCommunes(texte, 12).map((trouvee) => ({ id: trouvee.code, libelle: nommer(trouvee) })),
  libelle: (code) => {
    const trouvee = communeDe(code);
    return trouvee ? nommer(trouvee) : null;
  },
};
