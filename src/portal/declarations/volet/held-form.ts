import { champA, estGroupe } from '#src/domain/formulaire/champs.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';
import { TITRES_VOLET } from '#src/portal/declarations/chemins.ts';
import { donneesDe } from '#src/portal/declarations/volet/disputes.tsx';
import { refusDeSaisir } from '#src/portal/declarations/commandes-du-volet.ts';
import { voletSaisi, type VoletSaisi } from '#src/portal/declarations/volet/vue.ts';
import type { DependancesPortail } from '#src/portal/contexte-requete.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { texteDeChamp, type Champs, type HoldableForm } from '#src/http/held-form.ts';

const enTexte = (valeur: Champs[string] | undefined): string =>
  typeof valeur === 'string' ? valeur : (valeur ?? []).join(', ');

/** The entry of a volet, to be saved as a draft: confirming it finishes nothing. */
export const heldVolet = ({ executeur }: DependancesPortail, volet: Volet): HoldableForm => ({
  decrire: (acteur, parametres, envoyes) =>
    executeur.lire(acteur, async (unite) => {
      const saisi = await voletSaisi(unite, parametres['id'] ?? '', volet);
      const ferme = await refusDeSaisir(unite, saisi);
      if (ferme) throw ferme;
      const champs = donneesDe(envoyes);
      const changes = [...new Set([...Object.keys(saisi.enregistre), ...Object.keys(champs)])].filter(
        (nom) => enTexte(champs[nom]) !== (saisi.enregistre[nom] ?? ''),
      );
      return {
        titre: `${TITRES_VOLET[volet]} – ${saisi.titre}`,
        lignes: changes.map((nom) => ({
          libelle: champA(saisi.definition, nom)?.libelle ?? nom,
          valeur: dire(saisi, nom, enTexte(champs[nom])),
        })),
        champs: { ...champs, version: texteDeChamp(envoyes, 'version') },
      };
    }),
});

/** A typed text as the page shows it: chosen labels and dates in words. */
function dire({ definition, options }: VoletSaisi, nom: string, texte: string): string {
  const champ = champA(definition, nom)?.champ;
  if (!champ || estGroupe(champ)) return texte;
  const option = options(champ).find(({ valeur }) => valeur === texte);
  if (option) return option.libelle;
  if (champ.type === 'booleen') return { oui: 'Oui', non: 'Non' }[texte] ?? texte;
  return (champ.type === 'date' && dateFr(texte)) || texte;
}
