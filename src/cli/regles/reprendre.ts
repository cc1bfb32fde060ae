/**
 * `regles reprendre`: the cases that waited on a question the rules now answer, judged again in one traced
 * act.
 */
import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { randomUUID } from 'node:crypto';
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { Avancement } from '#src/cli/regles/avancement.ts';
import { agir, dire } from '#src/cli/regles/politique.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import { lancerReprise } from '#src/domain/politique/reprise/commandes.ts';
import { prendreReprise } from '#src/domain/politique/reprise/travail.ts';
import { REPRISE_LEASE_MS, conduireReprise } from '#src/domain/politique/reprise/conduire.ts';
import { apercevoir, lireReprise } from '#src/domain/politique/reprise/lectures.ts';
import { direComptes, direEcarts } from '#src/domain/politique/reprise/phrases.ts';
import { RepriseEnCours } from '#src/domain/politique/reprise/refus.ts';
import type { ComptesDUneCaf } from '#src/domain/politique/reprise/vues.ts';

const USAGE = `regles reprendre <fichier> <question> --auteur <adresse mail du compte> --motif <texte> [--essai] [--json]
  Juge de nouveau, avec la version qui répond à la question, les cas qui l’attendaient encore : décisions, estimations et files d’attente suivent,
  les anciennes décisions restent. L’acte est tracé ; interrompu, il reprend là où il en était quand on le relance. --essai dit ce qu’il changerait, sans rien écrire.`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const {
      positions: [jeu, question, ...trop],
      textes,
      drapeaux,
    } = lireArguments(args, { auteur: 'texte', motif: 'texte', essai: 'drapeau', json: 'drapeau' });
    const [auteur, motif, essai, json] = [
      textes.get('auteur'),
      textes.get('motif'),
      drapeaux.has('essai'),
      drapeaux.has('json'),
    ];
    if (
      jeu === undefined ||
      question === undefined ||
      trop.length > 0 ||
      auteur === undefined ||
      (motif === undefined && !essai)
    )
      throw new UsageInvalide(
        `Indiquez un fichier de règles, une question, un auteur et un motif. Usage : ${USAGE}`,
      );
    const arret = new AbortController();
    const interrompre = (): void => arret.abort();
    process.once('SIGINT', interrompre);
    try {
      const code = await avecOutil((outil) =>
        agir(async () => {
          const acteur = await personne(outil, auteur);
          await (essai
            ? essayer(outil, acteur, jeu, question, json)
            : reprendre(outil, acteur, { jeu, question, motif }, json, arret.signal));
        }),
      );
      return arret.signal.aborted ? 130 : code;
    } finally {
      process.off('SIGINT', interrompre);
    }
  },
};

/** The person who answers for the act, as he works today: an analyst when he is one. @throws UsageInvalide */
async function personne(outil: Outil, courriel: string): Promise<Acteur> {
  const em = outil.orm.em.fork();
  const [compte] = await appeler(em, fonction('connexion_compte', courriel));
  const profils = (compte && (await lireProfils(em, outil, compte.id)))?.profils ?? [];
  const profil = profils.find(({ acteur }) => acteur.type === 'analyste') ?? profils[0];
  if (!profil) throw new UsageInvalide(`--auteur : aucun compte ouvert n’a l’adresse « ${courriel} ».`);
  return profil.acteur;
}

async function essayer(
  { executeur }: Outil,
  acteur: Acteur,
  jeu: string,
  question: string,
  json: boolean,
): Promise<void> {
  const avancement = new Avancement();
  const { plan, total, comptes, parCaf } = await apercevoir(
    (lecture) => executeur.lire(acteur, lecture),
    jeu,
    question,
    () => undefined,
    Infinity,
    (faits, tous) => avancement.dire(faits, tous, 'cas examinés'),
  );
  avancement.finir();
  const { texte, reponse, avant, apres } = plan;
  dire(json, { essai: true, jeu, question, texte, reponse, avant, apres, total, comptes, parCaf }, [
    `Question ${question} de « ${jeu} » : ${texte}`,
    `Réponse (version ${apres.numero}) : ${reponse}`,
    total === 0 ? 'Aucun cas n’attend plus cette réponse.' : `La reprise donnerait : ${direComptes(comptes)}`,
    ...direEcarts(comptes).map((ligne) => `  écartés – ${ligne}`),
    ...direCafs(parCaf),
    'Rien n’a été écrit.',
  ]);
}

async function reprendre(
  { executeur }: Outil,
  acteur: Acteur,
  saisie: { readonly jeu: string; readonly question: string; readonly motif: string | undefined },
  json: boolean,
  arret: AbortSignal,
): Promise<void> {
  const { jeu, question } = saisie;
  const [holder, leaseMs] = [randomUUID(), REPRISE_LEASE_MS];
  const { id } = await executeur.executer(acteur, lancerReprise, { ...saisie, holder, leaseMs });
  const prise = await executeur.executer(acteur, prendreReprise, { holder, leaseMs, id });
  if (!prise) throw new RepriseEnCours(jeu, question);
  const avancement = new Avancement();
  const signaler = (erreur: unknown): void =>
    void process.stderr.write(
      `Un cas n’a pas pu être repris : ${erreur instanceof Error ? erreur.message.split('\n')[0] : String(erreur)}\n`,
    );
  const comptes = await conduireReprise(
    {
      executeur,
      holder,
      signaler,
      avancement: (faits, total) => avancement.dire(faits, total, 'cas repris'),
    },
    prise,
    arret,
  );
  avancement.finir();
  const faite = await executeur.lire(acteur, (unite) => lireReprise(unite, id));
  dire(
    json,
    {
      reprise: id,
      jeu,
      question,
      avant: faite.avant,
      apres: faite.apres,
      terminee: comptes !== null,
      comptes: faite.comptes,
      parCaf: faite.parCaf,
    },
    [
      comptes
        ? `Question ${question} de « ${jeu} », version ${faite.apres.numero} : ${direComptes(comptes)}`
        : `Interrompue : ${direComptes(faite.comptes)} Relancez la même commande pour continuer.`,
      ...direEcarts(faite.comptes).map((ligne) => `  écartés – ${ligne}`),
      ...direCafs(faite.parCaf),
      `Reprise ${id}`,
    ],
  );
}

const direCafs = (parCaf: readonly ComptesDUneCaf[]): string[] =>
  parCaf.map(({ cafId, caf, ...comptes }) => `  ${caf} (${cafId}) : ${direComptes(comptes)}`);
