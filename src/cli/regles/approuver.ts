/** `regles approuver`: the second person's act, on a version that waits. */
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { runEtude } from '#src/cli/regles/etude.ts';
import {
  acteur,
  agir,
  compteInterne,
  dire,
  direJours,
  direTrous,
  NOM_DE_FICHIER,
  trouverSoumission,
} from '#src/cli/regles/politique.ts';
import { preuveOuRefus, USAGE_DE_LA_PREUVE } from '#src/cli/regles/preuve.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { approuver, etudierSoumission } from '#src/domain/politique/commandes.ts';
import { lireLot } from '#src/domain/politique/consultation/lectures.ts';
import { empreinteDuLot } from '#src/domain/politique/porte/rapports.ts';
import { QuatreYeux } from '#src/domain/politique/versions/refus.ts';

const USAGE = `regles approuver ${NOM_DE_FICHIER} <version> --approbateur <adresse mail du compte> [--preuve <fichier ou ->] [--motif <texte>]
    [--accepter-trous] [--accepter-manquants] [--json]
  Approuve une version soumise, écrite par une autre personne : signe l’empreinte du fichier et celle de ses rapports, et la met en vigueur aux dates demandées.
  Sans son étude d’impact une version ne s’approuve pas : elle est faite d’abord si elle manque.
${USAGE_DE_LA_PREUVE}`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const {
      positions: [jeu, version, ...trop],
      textes,
      drapeaux,
    } = lireArguments(args, {
      approbateur: 'texte',
      preuve: 'texte',
      motif: 'texte',
      'accepter-trous': 'drapeau',
      'accepter-manquants': 'drapeau',
      json: 'drapeau',
    });
    const approbateur = textes.get('approbateur');
    if (jeu === undefined || version === undefined || trop.length > 0 || approbateur === undefined)
      throw new UsageInvalide(`Indiquez un jeu, une version et l’approbateur. Usage : ${USAGE}`);
    return avecOutil((outil) =>
      agir(() => approuverEtDire(outil, jeu, version, approbateur, { textes, drapeaux })),
    );
  },
};

async function approuverEtDire(
  outil: Outil,
  jeu: string,
  version: string,
  approbateur: string,
  { textes, drapeaux }: Pick<ReturnType<typeof lireArguments>, 'textes' | 'drapeaux'>,
): Promise<void> {
  const pour = await compteInterne(outil, 'approbateur', approbateur);
  const attendue = await trouverSoumission(outil, 'approuver', jeu, version);
  if (attendue.auteur.compteId === pour) throw new QuatreYeux();
  const refus = await preuveOuRefus(outil, { id: pour, courriel: approbateur }, textes.get('preuve'));
  if (refus) throw refus.precedee(`« ${attendue.jeu} » ${attendue.numero} reste soumis`);
  const membres = await lotEtudie(outil, attendue.id, pour);
  const sienne = membres.find(({ id }) => id === attendue.id) ?? attendue;
  const { id, version: lue, genre, jeu: fichier, numero, empreinte, empreinteRapports } = sienne;
  const { jours, trous, lot } = await outil.executeur.executer(acteur('approuver'), approuver, {
    id,
    version: lue,
    empreinte,
    empreinteRapports,
    empreinteLot: empreinteDuLot(membres),
    motif: textes.get('motif'),
    accepterTrous: drapeaux.has('accepter-trous'),
    accepterManquants: drapeaux.has('accepter-manquants'),
    pour,
  });
  const autres = lot
    .filter((une) => une.empreinte !== empreinte)
    .map((une) => `Avec lui, « ${une.jeu} » ${une.numero} est approuvé, en vigueur ${direJours(une.jours)}.`);
  dire(
    drapeaux.has('json'),
    {
      soumission: id,
      genre,
      jeu: fichier,
      version: numero,
      etat: 'approuve',
      empreinte,
      empreinteRapports,
      ...jours,
      trous,
    },
    [
      `« ${fichier} » ${numero} est approuvé par ${approbateur}.`,
      `Empreinte : ${empreinte}`,
      `En vigueur ${direJours(jours)} ; les serveurs en marche l’appliquent dès maintenant.`,
      ...autres,
      ...lot.flatMap((une) => direTrous(une.jeu, une.trous)),
    ],
  );
}

/** What is approved together, once each impact study it waits for is done. */
async function lotEtudie(outil: Outil, soumission: string, pour: string): ReturnType<typeof lireLot> {
  const lire = () => outil.executeur.lire(acteur('approuver'), (unite) => lireLot(unite, soumission));
  for (const { id, version, sansImpact } of await lire()) {
    if (!sansImpact) continue;
    const saisie = { id, version, pour };
    await runEtude(outil, await outil.executeur.executer(acteur('approuver'), etudierSoumission, saisie));
  }
  return lire();
}
