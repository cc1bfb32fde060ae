import type { Source } from '#admin/definition/definition.ts';
import { lisibleCommune } from '#src/domain/territoire/commune/dire.ts';
import { designee } from '#src/domain/territoire/commune/communes.ts';
import { lireCommune } from '#src/domain/territoire/commune/lire-commune.ts';
import { suggererCommunes } from '#src/domain/territoire/commune/suggerer.ts';

const nommer = (code: string): string => `${lisibleCommune(code)} – ${code}`;

/** The 35,000 communes, by name, postal code or official code. */
export const COMMUNES: Source = {
  nom: 'communes',
  proposer: (texte) => {
    const lue = lireCommune(texte);
    return suggererCommunes(texte).map(({ commune: { code } }) => ({
      id: code,
      libelle: nommer(code),
      comprise: lue.etat === 'comprise' && lue.designation.commune.code === code,
    }));
  },
  libelle: (code) => (designee(code) ? nommer(code) : null),
};
