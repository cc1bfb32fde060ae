import type { Formulaire, ReponseAction } from '#admin/definition/types/formulaire.ts';
import { montrerConsequences } from '#admin/definition/fiche/consequences.ts';
import { departDe, exigerLecture, type Demande, type Outils } from '#admin/definition/demande.ts';
import type { ActionDeFiche, ChampFormulaire, Ressource } from '#admin/definition/definition.ts';
import { rappelDe, refusDeLAction } from '#admin/definition/fiche/assembler.ts';
import { contexteFiche, enregistrementDe } from '#admin/definition/fiche/fiche.ts';
import {
  adresseDe,
  ANNONCE,
  avecBornes,
  avisDe,
  formulaireDe,
  libellesDe,
  refuser,
  retenir,
  valeursInitiales,
} from '#admin/definition/formulaire.ts';
import { champsVisibles, enDonnees } from '#admin/definition/lecture.ts';
import { enEnregistrement } from '#admin/definition/references.ts';
import { conflitDe, estPerime } from '#admin/definition/refus.ts';
import { EtatIncompatible, Introuvable, Refus } from '#src/kernel/refus.ts';
import { PreuveDemandee } from '#src/kernel/preuve.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import { expliquer } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { ConsequencesChangees, consequencesDe, exigerAnnoncees } from '#src/domain/suivi/effets/annoncer.ts';

/** The record does not call for this act: its page does not show it. */
class SansObjet extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Revenez à la fiche : les actions possibles y figurent.',
    qui: { genre: 'personne' },
  };
  constructor() {
    super('Cette action n’a pas d’objet dans l’état actuel de la fiche.');
  }
}

/** One call of an action on a record. */
interface Acte {
  readonly ressource: Ressource;
  readonly action: ActionDeFiche<object>;
  readonly outils: Outils;
  readonly demande: Demande;
  readonly id: string;
}

/** An action on a record: GET describes its form, POST runs its command. */
export function traiterActionDeFiche(ressource: Ressource, action: ActionDeFiche<object>, outils: Outils) {
  return async (demande: Demande): Promise<ReponseAction> => {
    exigerLecture(demande, ressource);
    const { id, methode } = demande;
    if (id === undefined) throw new Introuvable(ressource.singulier);
    const acte = { ressource, action, outils, demande, id };
    return methode === 'get' ? ouvrir(acte) : envoyer(acte);
  };
}

/** The form as it opens now, and why the act is closed when it is. */
function lire({ ressource, action, outils, demande, id }: Acte) {
  return outils.executeur.lire(demande.acteur, async (unite) => {
    const contexte = await contexteFiche(unite, ressource, id, outils, departDe(demande));
    const champs = typeof action.champs === 'function' ? await action.champs(contexte) : action.champs;
    const premieres = action.valeurs ? await action.valeurs(contexte) : enDonnees(contexte.fiche);
    const version = (contexte.fiche as { version?: number }).version;
    const valeurs = {
      ...valeursInitiales(champs, premieres),
      ...(version === undefined ? {} : { version: String(version) }),
    };
    const intro = typeof action.intro === 'function' ? await action.intro(contexte) : action.intro;
    const refus = (await action.absente?.(contexte))
      ? new SansObjet()
      : await refusDeLAction(contexte, action);
    const record = await enregistrementDe(contexte, ressource, outils);
    return {
      refus,
      champs,
      record,
      formulaire: formulaireDe(action, avecBornes(unite, action, champs), valeurs, {
        intro,
        rappel: rappelDe(unite, ressource, record, champsVisibles(demande.acteur, ressource)),
        pourquoi: refus ? await expliquer(unite, refus) : undefined,
        libelles: await libellesDe(unite, champs, valeurs, outils),
        decisions: await action.decisions?.(contexte),
      }),
    };
  });
}

type Valeurs = Readonly<Record<string, unknown>>;

/** Input of the command. */
const saisieDe = (
  { ressource, action, id }: Acte,
  { [ANNONCE]: _annonce, ...valeurs }: Valeurs,
): Valeurs => ({
  ...(action.saisie?.(valeurs) ?? valeurs),
  [action.cible ?? ressource.cle.nom]: id,
});

/** The form with what the act would do, were it sent with these values. */
async function annoncer(acte: Acte, formulaire: Formulaire, valeurs: Valeurs): Promise<Formulaire> {
  if (formulaire.pourquoi) return formulaire;
  const { action, outils, demande } = acte;
  const saisie = saisieDe(acte, valeurs);
  const consequences = await consequencesDe(outils.executeur, demande.acteur, action.commande, saisie);
  return consequences ? { ...formulaire, consequences: montrerConsequences(consequences) } : formulaire;
}

async function ouvrir(acte: Acte): Promise<ReponseAction> {
  const { record, formulaire, champs } = await lire(acte);
  // Another day is asked about by the form's own field in the address.
  const dates = Object.entries(departDe(acte.demande)).filter(([nom]) =>
    champs.some((champ) => champ.nom === nom && champ.genre === 'date'),
  );
  return {
    record,
    formulaire: await annoncer(acte, formulaire, { ...formulaire.valeurs, ...Object.fromEntries(dates) }),
  };
}

/** Who did what under the form sent, and what differs. */
function conflit(acte: Acte, champs: readonly ChampFormulaire[], ferme: boolean, actuel?: Formulaire) {
  const { ressource, id, outils, demande } = acte;
  const envoye = demande.corps ?? {};
  return outils.executeur.lire(demande.acteur, (unite) =>
    conflitDe(unite, { ressource, id, champs, actuel, envoye, ferme }),
  );
}

async function envoyer(acte: Acte): Promise<ReponseAction> {
  const { ressource, demande, id } = acte;
  try {
    const ouvert = await lire(acte);
    if (!ouvert.refus) return await executer(acte, ouvert);
    const { champs, formulaire, record, refus } = ouvert;
    return {
      ...refuser(demande, record, refus),
      ...(estPerime(demande.corps, formulaire)
        ? { conflit: await conflit(acte, champs, true, formulaire) }
        : {}),
    };
  } catch (erreur) {
    // Somebody took the record away while this form was open: what was typed stays on the screen, with who
    // did it.
    if (!(erreur instanceof Introuvable) || demande.corps?.['version'] === undefined) throw erreur;
    const disparue = await conflit(acte, [], true);
    if (disparue.actes.length === 0) throw erreur;
    return {
      ...refuser(demande, enEnregistrement({ id, titre: '', params: {} }, ressource, new Map()), erreur),
      conflit: disparue,
    };
  }
}

type Ouvert = Awaited<ReturnType<typeof lire>>;

async function executer(acte: Acte, { champs, record }: Ouvert): Promise<ReponseAction> {
  const { ressource, action, outils, demande, id } = acte;
  const { acteur, corps, requeteId } = demande;
  const valeurs = retenir(corps, champs);
  try {
    const saisie = saisieDe(acte, valeurs);
    await exigerAnnoncees(outils.executeur, acteur, action.commande, saisie, valeurs[ANNONCE]);
    const fait = await outils.executeur.executerEtDire(acteur, action.commande, saisie, requeteId);
    const fiche = `${outils.racine}/resources/${ressource.id}/records/${id}/show`;
    return {
      record,
      notice: avisDe(action, fait),
      redirectUrl: adresseDe(action, fait.resultat, outils.racine) ?? fiche,
    };
  } catch (erreur) {
    if (!(erreur instanceof Refus) || erreur instanceof PreuveDemandee) throw erreur;
    // Read again: what is recorded now is what the one who was overtaken is shown.
    const apres = await lire(acte);
    return {
      ...refuser(demande, record, erreur),
      formulaire:
        erreur instanceof ConsequencesChangees ? await annoncer(acte, apres.formulaire, valeurs) : undefined,
      ...(estPerime(corps, apres.formulaire)
        ? { conflit: await conflit(acte, apres.champs, apres.refus !== null, apres.formulaire) }
        : {}),
    };
  }
}
