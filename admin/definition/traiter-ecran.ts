import { departDe, type Demande, type Outils } from '#admin/definition/demande.ts';
import { Deferred, type Ecran } from '#admin/definition/ecran.ts';
import { aLeDroit } from '#admin/definition/etat-page.ts';
import { ActionInterdite, Introuvable } from '#src/kernel/refus.ts';

/** What a screen answers: its data to GET, to POST what its command or question named `action` gives. */
export function traiterEcran(ecran: Ecran, { executeur }: Outils) {
  return async (demande: Demande): Promise<unknown> => {
    const { acteur, methode, corps = {}, requeteId } = demande;
    if (!aLeDroit(acteur, ecran.droit))
      throw new ActionInterdite('Vous n’êtes pas habilité à consulter cet écran.');
    if (methode === 'get') {
      const parametres = departDe(demande);
      return executeur.lire(acteur, (unite) => ecran.donnees(unite, parametres));
    }
    const { action, ...saisie } = corps;
    const question = nommee(ecran.questions, action);
    if (question) {
      const lu = await executeur.lire(acteur, (unite) => question(unite, saisie));
      return { resultat: (lu instanceof Deferred ? await lu.calculer() : lu) ?? null };
    }
    const commande = nommee(ecran.commandes, action);
    if (!commande) throw new Introuvable('Action');
    return { resultat: (await executeur.executer(acteur, commande, saisie, requeteId)) ?? null };
  };
}

/** The one a request names, inherited names aside. */
const nommee = <T>(parNom: Readonly<Record<string, T>> | undefined, nom: unknown): T | undefined =>
  typeof nom === 'string' && parNom && Object.hasOwn(parNom, nom) ? parNom[nom] : undefined;
