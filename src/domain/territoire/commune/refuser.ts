import { proposerCommune } from '#src/domain/territoire/commune/dire.ts';
import type { CommuneRefusee } from '#src/domain/territoire/commune/lire-commune.ts';
import type { Designation } from '#src/domain/territoire/commune/repertoire.ts';

const CITEES = 12;

/**
 * Why a text is no commune, with those it may mean and how to say which: the end of a sentence that names the
 * field.
 */
export function refuserCommune(lue: CommuneRefusee, texte: string): string {
  const ecrit = `« ${texte.trim()} »`;
  switch (lue.etat) {
    case 'ambigue':
      return `plusieurs communes correspondent à ${ecrit}. Précisez laquelle : ${citer(lue.candidates)}.`;
    case 'desaccord': {
      const indices = lue.indices.join(' et ');
      const nom = `dans ${ecrit}, le nom est celui de ${citer(lue.selonNom)}`;
      if (lue.selonIndices.length === 0)
        return `${nom}, mais « ${indices} » ne s’y accorde pas. Corrigez l’un ou l’autre.`;
      return `${nom}, mais « ${indices} » désigne ${citer(lue.selonIndices)}. Gardez l’un ou l’autre.`;
    }
    case 'inconnue':
      return lue.propositions.length === 0
        ? `aucune commune ne correspond à ${ecrit}. Écrivez son nom ou son code postal.`
        : `aucune commune ne correspond à ${ecrit}. Vouliez-vous dire : ${citer(lue.propositions)} ?`;
  }
}

function citer(designations: readonly Designation[]): string {
  const autres = designations.length - CITEES;
  const citees = designations.slice(0, CITEES).map(proposerCommune).join(' ; ');
  return autres > 0 ? `${citees}… et ${autres} ${autres === 1 ? 'autre' : 'autres'}` : citees;
}
