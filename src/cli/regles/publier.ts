/** `regles publier`: submits a file of `rules/` in the name of its author; with a second person's account, approves it in the same go. */
import { resolve } from 'node:path';
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { menerEtude } from '#src/cli/regles/etude.ts';
import { acteur, agir, compteInterne, dire, direJours, direTrous, NOM_DE_FICHIER, trouverFichier } from '#src/cli/regles/politique.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { verifierReferences } from '#src/cli/regles/verifier.ts';
import { joursDe } from '#src/domain/regle/activer.ts';
import { approuver, preparerEtude, soumettreFichier } from '#src/domain/regle/commandes.ts';
import { QuatreYeux } from '#src/domain/regle/refus.ts';
import { DossierDeRegles, type ReferenceDeFichier } from '#src/registry/fichiers.ts';
import { genreDe } from '#src/registry/livraison.ts';

const USAGE = `regles publier ${NOM_DE_FICHIER} <version> --auteur <adresse mail du compte> [--approbateur <adresse mail d’un autre compte>]
    [--preuve <fichier ou ->] [--du AAAA-MM-JJ] [--au AAAA-MM-JJ (exclu)] [--accepter-trous] [--regles <dossier>] [--json]
  Soumet le fichier de rules/ à l’approbation. Avec --approbateur, une seconde personne l’approuve dans la foulée : deux actes, tracés l’un et l’autre ;
  l’étude d’impact, que l’approbation exige, est faite d’abord.
  Sans --du ni --au, la version est en vigueur aux dates « applicable » de son fichier.`;

interface Demande {
  readonly auteur: string;
  readonly approbateur: string | undefined;
  readonly du: string | undefined;
  readonly au: string | undefined;
  readonly accepterTrous: boolean;
  readonly json: boolean;
}

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions: [jeu, version, ...trop], textes, drapeaux } = lireArguments(args, { auteur: 'texte', approbateur: 'texte', du: 'texte', au: 'texte', 'accepter-trous': 'drapeau', regles: 'texte', json: 'drapeau' });
    if (jeu === undefined || version === undefined || trop.length > 0) throw new UsageInvalide(`Indiquez un jeu et une version. Usage : ${USAGE}`);
    const auteur = textes.get('auteur');
    if (auteur === undefined) throw new UsageInvalide(`Indiquez l’auteur, et un autre compte pour approuver dans la foulée. Usage : ${USAGE}`);
    const racine = textes.get('regles');
    const dossier = new DossierDeRegles(racine === undefined ? undefined : resolve(racine));
    const reference = await trouverFichier(dossier, jeu, version);
    const code = await verifierReferences(dossier, [reference]);
    if (code !== 0) return code;
    const demande = { auteur, approbateur: textes.get('approbateur'), du: textes.get('du'), au: textes.get('au'), accepterTrous: drapeaux.has('accepter-trous'), json: drapeaux.has('json') };
    return avecOutil((outil) => agir(() => publier(outil, dossier, reference, demande)));
  },
};

async function publier(outil: Outil, dossier: DossierDeRegles, reference: ReferenceDeFichier, { auteur, approbateur, du, au, accepterTrous, json }: Demande): Promise<void> {
  const { texte } = await dossier.lire(reference);
  const comptes = { auteur: await compteInterne(outil, 'auteur', auteur), approbateur: approbateur === undefined ? undefined : await compteInterne(outil, 'approbateur', approbateur) };
  const saisie = { genre: genreDe(reference), jeu: reference.id, texte, du, au, pour: comptes.auteur };
  if (comptes.approbateur !== undefined) {
    if (comptes.approbateur === comptes.auteur) throw new QuatreYeux();
    await menerEtude(outil, await outil.executeur.executer(acteur('publier'), preparerEtude, saisie));
  }
  const { soumission, approbation } = await outil.executeur.ensemble(acteur('publier'), async (faire) => {
    const soumise = await faire(soumettreFichier, saisie);
    const { id, version, empreinte, empreinteRapports } = soumise;
    return {
      soumission: soumise,
      approbation: comptes.approbateur === undefined ? null : await faire(approuver, { id, version, empreinte, empreinteRapports, accepterTrous, pour: comptes.approbateur }),
    };
  });
  const { id, genre, jeu, numero, empreinte, empreinteRapports, niveau } = soumission;
  const jours = joursDe(soumission);
  const phrases = approbation
    ? [`« ${jeu} » ${numero} est publié, écrit par ${auteur}, approuvé par ${approbateur}.`, `Empreinte : ${empreinte}`, `En vigueur ${direJours(jours)} ; les serveurs en marche l’appliquent dès maintenant.`, ...direTrous(jeu, approbation.trous)]
    : [`« ${jeu} » ${numero} est soumis par ${auteur}, sans effet tant qu’une autre personne ne l’a pas approuvé.`, `Empreinte : ${empreinte}`, `Demandé ${direJours(jours)}.`, ...(genre === 'regles' ? ['L’approbation attend son étude d’impact : un serveur en marche la fait, sinon « regles approuver » s’en charge.'] : []), `Pour l’approuver : regles approuver ${jeu} ${numero} --approbateur <adresse mail d’un autre compte>`];
  dire(json, { soumission: id, genre, jeu, version: numero, etat: approbation ? 'approuve' : 'soumis', empreinte, empreinteRapports, niveau, ...jours, trous: approbation?.trous ?? [] }, phrases);
}
