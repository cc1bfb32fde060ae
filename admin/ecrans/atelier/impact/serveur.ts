import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { acteurDuServeur } from '#admin/definition/demandeur.ts';
import { montrerImpact } from '#admin/ecrans/atelier/impact/montrer.ts';
import { get, type Route } from '#src/http/route.ts';
import type { Executeur, UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { exigerPreuve } from '#src/kernel/preuve.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import {
  etudeDImpact,
  etudesDImpact,
  tousLesCas,
  type EtudeListe,
} from '#src/domain/politique/etude/lectures.ts';
import { chronologie } from '#src/domain/politique/consultation/lectures.ts';
import { csvDesCas } from '#src/domain/politique/impact/csv.ts';
import {
  arreterEtude,
  joindreImpact,
  lancerEtude,
  relancerEtude,
} from '#src/domain/politique/etude/commandes.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import { titreDe } from '#admin/ecrans/atelier/commun/serveur.ts';

/** The impact page of a rule file: what to study, the studies made, one of them with its report. */
async function donneesDeLImpact(
  unite: UniteDeLecture,
  { jeu: demande = '', avant = '', apres = '', etude: etudeId = '' }: Readonly<Record<string, string>>,
) {
  const lue = etudeId === '' ? null : await etudeDImpact(unite, etudeId);
  const jeu = lue?.jeu ?? demande;
  const { brouillons, soumissions, versions } = await chronologie(unite, 'regles', jeu);
  const enVigueur = versions.find(({ etat }) => etat === 'en-vigueur') ?? versions[0];
  const enAttente = soumissions.filter(({ etat }) => etat === 'soumis');
  const choix = choixDesVersions(brouillons, enAttente, versions);
  const rapport = lue?.rapport ?? null;
  return {
    jeu,
    titre: rapport?.titre ?? titreDe(jeu),
    choix,
    avant: avant || (apres.includes(':') ? '' : (enVigueur?.empreinte ?? '')),
    apres,
    etudes: await etudesDImpact(unite, jeu),
    etude: lue && sansRapport(lue),
    rapport: rapport && montrerImpact(rapport, lue?.empreinteRapport ?? null, await nomsDesCafs(unite)),
    aJoindre: lue && soumissionAJoindre(lue, enAttente),
    peutEcrire: peut(unite.acteur, 'EtudeImpact', 'lancer'),
    introuvable: lue
      ? null
      : versionIntrouvable(
          choix.map(({ empreinte }) => empreinte),
          [avant, apres],
        ),
  };
}

type Chronologie = Awaited<ReturnType<typeof chronologie>>;
type Etude = Awaited<ReturnType<typeof etudeDImpact>>;

/** What can be compared: drafts, versions that wait, published ones. */
const choixDesVersions = (
  brouillons: Chronologie['brouillons'],
  enAttente: Chronologie['soumissions'],
  versions: Chronologie['versions'],
) => [
  ...brouillons.map(({ id, numero, auteur }) => ({
    empreinte: `brouillon:${id}`,
    libelle: `${numero} – brouillon de ${auteur.nom ?? 'quelqu’un'}`,
  })),
  ...enAttente.map(({ id, numero }) => ({ empreinte: `soumission:${id}`, libelle: `${numero} – soumise` })),
  ...versions.map(({ empreinte, numero, etat }) => ({
    empreinte,
    libelle: `${numero}${etat === 'en-vigueur' ? ' – en vigueur' : ''}`,
  })),
];

async function nomsDesCafs(unite: UniteDeLecture): Promise<ReadonlyMap<string, string>> {
  const cafs = await unite.em.execute<{ id: string; nom: string }[]>('select id, nom from caf');
  return new Map(cafs.map(({ id, nom }) => [id, nom]));
}

/** The submitted version that waits for this very study: a whole one, over all the decisions taken. */
function soumissionAJoindre(
  { rapport, du, au, apres }: Etude,
  enAttente: Chronologie['soumissions'],
): { id: string; version: number; numero: string } | null {
  if (!rapport || du !== null || au !== null) return null;
  const attendue = enAttente.find(({ empreinte, sansImpact }) => sansImpact && empreinte === apres.empreinte);
  return attendue ? { id: attendue.id, version: attendue.version, numero: attendue.numero } : null;
}

/** A link kept from before: the draft was submitted or removed since, or the address was cut. */
function versionIntrouvable(connues: readonly string[], demandees: readonly string[]): string | null {
  const inconnue = demandees.find((demandee) => demandee !== '' && !connues.includes(demandee));
  if (inconnue === undefined) return null;
  const quoi = inconnue.startsWith('brouillon:')
    ? 'Le brouillon demandé n’existe plus : il a été soumis ou supprimé.'
    : inconnue.startsWith('soumission:')
      ? 'La version soumise demandée n’attend plus : elle a été approuvée, rejetée ou retirée.'
      : 'La version demandée par cette adresse n’existe pas pour ce fichier.';
  return `${quoi} Choisissez les versions à comparer dans la liste.`;
}

const sansRapport = ({ rapport: _rapport, ...etude }: Etude): EtudeListe => etude;

/** What a version would have changed in the decisions already taken. */
export const ecranImpact = definirEcran({
  nom: 'impact',
  libelle: 'Impact',
  groupe: null,
  droit: ['EtudeImpact', 'lire'],
  donnees: donneesDeLImpact,
  commandes: {
    lancer: lancerEtude,
    arreter: arreterEtude,
    reprendre: relancerEtude,
    joindre: joindreImpact,
  },
});

/** `/exports/impact/<study>`: every changed case as CSV, sent as it is read. */
export const routeDesCasChanges = (executeur: Executeur): Route =>
  get('/exports/impact/:id', ['EtudeImpact', 'lire'], async (requete, reponse) => {
    const acteur = acteurDuServeur(requete);
    const { id } = requete.params;
    exigerPreuve(acteur, 'fichier');
    const { rapport, jeu, apres } = await executeur.lire(acteur, (unite) => etudeDImpact(unite, id));
    if (!rapport) throw new Introuvable('Rapport de cette étude');
    reponse.set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="impact-${jeu}-${apres.numero}.csv"`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    await pipeline(
      Readable.from(
        csvDesCas(
          tousLesCas((lecture) => executeur.lire(acteur, lecture), id),
          rapport.libelles,
        ),
      ),
      reponse,
    );
  });
