/**
 * `regles publier`: submits files of `rules/` in the name of their author; with a second person's account and
 * proof, approves them in the same go.
 */
import { resolve } from 'node:path';
import type { z } from 'zod';
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { baseDe } from '#src/cli/regles/base.ts';
import { runEtude } from '#src/cli/regles/etude.ts';
import {
  acteur,
  agir,
  compteInterne,
  dire,
  direJours,
  direTrous,
  NOM_DE_FICHIER,
  trouverFichier,
} from '#src/cli/regles/politique.ts';
import { preuveOuRefus, signant, USAGE_DE_LA_PREUVE } from '#src/cli/regles/preuve.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { verifierReferences } from '#src/cli/regles/controler.ts';
import { joursDe } from '#src/domain/politique/activation/activer.ts';
import { estLuParLeCode } from '#src/domain/politique/appels/code.ts';
import { approuver, preparerEtudes, soumettreLot } from '#src/domain/politique/commandes.ts';
import { empreinteDuLot } from '#src/domain/politique/porte/rapports.ts';
import type { ApprobationDuLot } from '#src/domain/politique/approbation/approbations.ts';
import type { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import { QuatreYeux } from '#src/domain/politique/versions/refus.ts';
import { RuleFolder, type ReferenceDeFichier } from '#src/domain/politique/livraison/fichiers.ts';
import { nomDeFichier } from '#src/domain/politique/versions/genre.ts';

const USAGE = `regles publier ${NOM_DE_FICHIER} <version> [<autre fichier> <version>]… --auteur <adresse mail du compte> [--approbateur <adresse mail d’un autre compte>]
    [--preuve <fichier ou ->] [--du AAAA-MM-JJ] [--au AAAA-MM-JJ (exclu)] [--motif <texte>] [--reprendre] [--accepter-trous] [--accepter-manquants] [--regles <dossier>] [--json]
  Soumet le fichier de rules/ à l’approbation, ou plusieurs ensemble : approuvés et mis en vigueur d’un seul acte, ou aucun. Avec --approbateur, une seconde
  personne approuve dans la foulée : deux actes, tracés l’un et l’autre ; l’étude d’impact, que l’approbation exige, est faite d’abord.
  Un fichier de paramètres emmène les fichiers en vigueur qui emploient ses valeurs : donnez leurs versions, ou --reprendre pour les reprendre tels quels.
  Le fichier part de la version publiée juste en dessous dans rules/ : si le registre en a mis une autre en vigueur depuis, il est refusé.
  Sans --du ni --au, la version est en vigueur aux dates « applicable » de son fichier. Une date passée demande --motif, que lira l’approbateur.
${USAGE_DE_LA_PREUVE}`;

const OPTIONS = {
  auteur: 'texte',
  approbateur: 'texte',
  preuve: 'texte',
  du: 'texte',
  au: 'texte',
  motif: 'texte',
  reprendre: 'drapeau',
  'accepter-trous': 'drapeau',
  'accepter-manquants': 'drapeau',
  regles: 'texte',
  json: 'drapeau',
} as const;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const lus = lireArguments(args, OPTIONS);
    const auteur = lus.textes.get('auteur');
    if (lus.positions.length === 0 || lus.positions.length % 2 === 1)
      throw new UsageInvalide(`Indiquez un jeu et une version, ou plusieurs à la suite. Usage : ${USAGE}`);
    if (auteur === undefined)
      throw new UsageInvalide(
        `Indiquez l’auteur, et un autre compte pour approuver dans la foulée. Usage : ${USAGE}`,
      );
    const racine = lus.textes.get('regles');
    const dossier = new RuleFolder(racine === undefined ? undefined : resolve(racine));
    const references: ReferenceDeFichier[] = [];
    for (let rang = 0; rang < lus.positions.length; rang += 2)
      references.push(
        await trouverFichier(dossier, lus.positions[rang] ?? '', lus.positions[rang + 1] ?? ''),
      );
    const code = await verifierReferences(dossier, references);
    if (code !== 0) return code;
    return avecOutil((outil) => agir(() => publier(outil, dossier, references, auteur, lus)));
  },
};

async function publier(
  outil: Outil,
  dossier: RuleFolder,
  references: readonly ReferenceDeFichier[],
  auteur: string,
  { textes, drapeaux }: ReturnType<typeof lireArguments>,
): Promise<void> {
  const approbateur = textes.get('approbateur');
  const comptes = {
    auteur: await compteInterne(outil, 'auteur', auteur),
    approbateur:
      approbateur === undefined ? undefined : await compteInterne(outil, 'approbateur', approbateur),
  };
  if (comptes.approbateur === comptes.auteur) throw new QuatreYeux();
  const fichiers = await Promise.all(
    references.map(async (reference) => ({
      genre: reference.genre,
      jeu: reference.id,
      texte: (await dossier.lire(reference)).texte,
      base: (await baseDe(outil, dossier, reference))?.numero ?? null,
    })),
  );
  const saisie = {
    fichiers,
    du: textes.get('du'),
    au: textes.get('au'),
    motif: textes.get('motif'),
    reprendre: drapeaux.has('reprendre'),
    pour: comptes.auteur,
  };
  const signataire = signant(comptes.approbateur, approbateur);
  const refus = signataire && (await preuveOuRefus(outil, signataire, textes.get('preuve')));
  const pour = refus ? undefined : comptes.approbateur;
  if (pour !== undefined)
    for (const etude of await outil.executeur.executer(acteur('publier'), preparerEtudes, saisie))
      await runEtude(outil, etude);
  const acceptes = {
    accepterTrous: drapeaux.has('accepter-trous'),
    accepterManquants: drapeaux.has('accepter-manquants'),
  };
  const publication = await soumettreEtApprouver(outil, saisie, pour, acceptes);
  const [premiere] = publication.soumissions;
  if (!premiere) return;
  const commande = `regles approuver ${nomDeFichier(premiere.genre, premiere.jeu)} ${premiere.numero} --approbateur <adresse mail d’un autre compte>`;
  if (refus)
    throw refus.precedee(
      `${publication.soumissions.map(({ jeu, numero }) => `« ${jeu} » ${numero}`).join(', ')} ${publication.soumissions.length > 1 ? 'sont soumis, pas approuvés' : 'est soumis, pas approuvé'} (pour approuver ensuite : ${commande.replace('<adresse mail d’un autre compte>', approbateur ?? '')})`,
    );
  const montres = publication.soumissions.map((soumission) => enJson(soumission, publication));
  dire(
    drapeaux.has('json'),
    { ...montres[0], ...(montres.length > 1 ? { lot: montres } : {}) },
    enClair(publication, auteur, approbateur ?? '', commande),
  );
}

/** What a publication left in the registry. */
interface Publication {
  readonly soumissions: readonly SoumissionRegle[];
  readonly approbation: ApprobationDuLot | null;
}

/** Both acts in one unit; only the first when nobody signs. */
function soumettreEtApprouver(
  outil: Outil,
  saisie: z.input<(typeof soumettreLot)['saisie']>,
  pour: string | undefined,
  acceptes: { readonly accepterTrous: boolean; readonly accepterManquants: boolean },
): Promise<Publication> {
  return outil.executeur.ensemble(acteur('publier'), async (faire) => {
    const soumissions = await faire(soumettreLot, saisie);
    const [premiere] = soumissions;
    if (pour === undefined || !premiere) return { soumissions, approbation: null };
    const { id, version, empreinte, empreinteRapports } = premiere;
    return {
      soumissions,
      approbation: await faire(approuver, {
        id,
        version,
        empreinte,
        empreinteRapports,
        empreinteLot: empreinteDuLot(soumissions),
        ...acceptes,
        pour,
      }),
    };
  });
}

/** What the approval made of one submission. */
const approuveDe = ({ genre, jeu, numero }: SoumissionRegle, approbation: ApprobationDuLot | null) =>
  approbation?.lot.find((une) => une.genre === genre && une.jeu === jeu && une.numero === numero);

function enClair(
  { soumissions, approbation }: Publication,
  auteur: string,
  approbateur: string,
  commande: string,
): string[] {
  const dites = soumissions.flatMap((soumission) => {
    const { genre, jeu, numero, empreinte } = soumission;
    const faite = approuveDe(soumission, approbation);
    return [
      faite
        ? `« ${jeu} » ${numero} est publié, écrit par ${auteur}, approuvé par ${approbateur}.`
        : `« ${jeu} » ${numero} est soumis par ${auteur}, sans effet tant qu’une autre personne ne l’a pas approuvé.`,
      `Empreinte : ${empreinte}`,
      faite
        ? `En vigueur ${direJours(faite.jours)} ; les serveurs en marche l’appliquent dès maintenant.`
        : `Demandé ${direJours(joursDe(soumission))}.`,
      ...(genre === 'parametres' && soumissions.length === 1 && !estLuParLeCode(jeu)
        ? [
            `Attention : aucun fichier en vigueur n’emploie les valeurs de « ${jeu} » ; ce changement ne se verra nulle part.`,
          ]
        : []),
      ...direTrous(jeu, faite?.trous ?? []),
    ];
  });
  if (approbation) return dites;
  return [
    ...dites,
    ...(soumissions.some(({ genre }) => genre === 'regles')
      ? [
          'L’approbation attend son étude d’impact : un serveur en marche la fait, sinon « regles approuver » s’en charge.',
        ]
      : []),
    `Pour l’approuver : ${commande}`,
  ];
}

function enJson(soumission: SoumissionRegle, { approbation }: Publication): object {
  const { id, genre, jeu, numero, empreinte, empreinteRapports, niveau } = soumission;
  return {
    soumission: id,
    genre,
    jeu,
    version: numero,
    etat: approbation ? 'approuve' : 'soumis',
    empreinte,
    empreinteRapports,
    niveau,
    ...joursDe(soumission),
    trous: approuveDe(soumission, approbation)?.trous ?? [],
  };
}
