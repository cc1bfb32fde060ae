import type { ReponseAction } from '#admin/definition/types/formulaire.ts';
import { departDe, exigerLecture, type Demande, type Outils } from '#admin/definition/demande.ts';
import type { ActionDeListe, Ressource } from '#admin/definition/definition.ts';
import {
  adresseDe,
  avecBornes,
  avisDe,
  formulaireDe,
  libellesDe,
  refuser,
  retenir,
  valeursInitiales,
} from '#admin/definition/formulaire.ts';
import { enEnregistrement } from '#admin/definition/references.ts';
import { Refus } from '#src/kernel/refus.ts';
import { PreuveDemandee } from '#src/kernel/preuve.ts';

/** An action of a list, such as « Créer… »: GET describes its form, POST runs its command. */
export function traiterActionDeListe(ressource: Ressource, action: ActionDeListe, outils: Outils) {
  return async (demande: Demande): Promise<ReponseAction> => {
    exigerLecture(demande, ressource);
    const { acteur, methode, corps, requeteId } = demande;
    const { champs, formulaire } = await lireFormulaire(action, demande, outils);
    if (methode === 'get') return { formulaire };
    const valeurs = retenir(corps, champs);
    const record = (id: string) => enEnregistrement({ id, titre: '', params: {} }, ressource, new Map());
    try {
      const fait = await outils.executeur.executerEtDire(
        acteur,
        action.commande,
        action.saisie ? action.saisie(valeurs) : valeurs,
        requeteId,
      );
      const cree = (fait.resultat as { id?: unknown } | null | undefined)?.id;
      const liste = `${outils.racine}/resources/${ressource.id}`;
      const fiche = typeof cree === 'string' ? `${liste}/records/${cree}/show` : liste;
      return {
        record: record(typeof cree === 'string' ? cree : ''),
        notice: avisDe(action, fait),
        redirectUrl: adresseDe(action, fait.resultat, outils.racine) ?? fiche,
      };
    } catch (erreur) {
      if (!(erreur instanceof Refus) || erreur instanceof PreuveDemandee) throw erreur;
      return refuser(demande, record(''), erreur);
    }
  };
}

/** The form as it opens, from the address it was opened by. */
function lireFormulaire(action: ActionDeListe, demande: Demande, outils: Outils) {
  const depart = departDe(demande);
  return outils.executeur.lire(demande.acteur, async (unite) => {
    const contexte = { unite, depart };
    const champs = typeof action.champs === 'function' ? await action.champs(contexte) : action.champs;
    const valeurs = valeursInitiales(champs, { ...(await action.valeurs?.(contexte)), ...depart });
    return {
      champs,
      formulaire: formulaireDe(action, avecBornes(unite, action, champs), valeurs, {
        intro: action.intro,
        libelles: await libellesDe(unite, champs, valeurs, outils),
      }),
    };
  });
}
