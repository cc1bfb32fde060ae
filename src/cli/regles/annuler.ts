/** `regles annuler`: cancels a programmed version before its day; one person asks, another confirms. */
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import {
  acteur,
  agir,
  compteInterne,
  dire,
  direJours,
  direTrous,
  NOM_DE_FICHIER,
  trouverVersion,
} from '#src/cli/regles/politique.ts';
import { preuveOuRefus, signant, USAGE_DE_LA_PREUVE } from '#src/cli/regles/preuve.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import {
  confirmerReactivation,
  demanderAnnulation,
  type Approbation,
} from '#src/domain/politique/commandes.ts';
import { reactivationsEnAttente } from '#src/domain/politique/consultation/lectures.ts';
import { QuatreYeux } from '#src/domain/politique/versions/refus.ts';

const USAGE = `regles annuler ${NOM_DE_FICHIER} <version> [--demandeur <compte> --motif <texte>] [--confirmateur <compte>]
    [--preuve <fichier ou ->] [--accepter-trous] [--json]
  Annule une version programmée, avant son jour : ses jours reviennent à la version d’avant. Une personne le demande (--demandeur, --motif),
  une autre le confirme (--confirmateur) : ensemble, ou la seconde plus tard.
${USAGE_DE_LA_PREUVE}`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const lus = lireArguments(args, {
      demandeur: 'texte',
      confirmateur: 'texte',
      preuve: 'texte',
      motif: 'texte',
      'accepter-trous': 'drapeau',
      json: 'drapeau',
    });
    const [nom, version, ...trop] = lus.positions;
    const { textes } = lus;
    if (
      nom === undefined ||
      version === undefined ||
      trop.length > 0 ||
      (textes.get('demandeur') === undefined && textes.get('confirmateur') === undefined)
    )
      throw new UsageInvalide(`Indiquez un jeu, une version et qui demande ou confirme. Usage : ${USAGE}`);
    return avecOutil((outil) => agir(() => annuler(outil, nom, version, lus)));
  },
};

async function annuler(
  outil: Outil,
  nom: string,
  version: string,
  { textes, drapeaux }: ReturnType<typeof lireArguments>,
): Promise<void> {
  const [demandeur, confirmateur] = [textes.get('demandeur'), textes.get('confirmateur')];
  const visee = await trouverVersion(
    outil,
    'annuler',
    nom,
    version,
    `La version ${version} de « ${nom} » n’a jamais été approuvée : rien n’est programmé.`,
  );
  const { jeu, numero, empreinte } = visee;
  const comptes = {
    demandeur: demandeur === undefined ? undefined : await compteInterne(outil, 'demandeur', demandeur),
    confirmateur:
      confirmateur === undefined ? undefined : await compteInterne(outil, 'confirmateur', confirmateur),
  };
  if (comptes.confirmateur !== undefined && comptes.confirmateur === comptes.demandeur)
    throw new QuatreYeux();
  const signataire = signant(comptes.confirmateur, confirmateur);
  const refus = signataire && (await preuveOuRefus(outil, signataire, textes.get('preuve')));
  if (refus && comptes.demandeur === undefined) throw refus.precedee(`« ${jeu} » ${numero} n’est pas annulé`);
  const faite = await outil.executeur.ensemble(
    acteur('annuler'),
    async (faire): Promise<Approbation | null> => {
      const demande =
        comptes.demandeur === undefined
          ? await demandeEnAttente(outil, empreinte)
          : await faire(demanderAnnulation, {
              empreinte,
              motif: textes.get('motif'),
              pour: comptes.demandeur,
            });
      return refus || comptes.confirmateur === undefined
        ? null
        : faire(confirmerReactivation, {
            id: demande.id,
            version: demande.version,
            accepterTrous: drapeaux.has('accepter-trous'),
            pour: comptes.confirmateur,
          });
    },
  );
  if (refus) throw refus.precedee(`L’annulation de « ${jeu} » ${numero} est demandée, pas confirmée`);
  direAnnulation(drapeaux.has('json'), visee, faite);
}

function direAnnulation(
  json: boolean,
  { genre, jeu, numero, empreinte }: Awaited<ReturnType<typeof trouverVersion>>,
  faite: Approbation | null,
): void {
  dire(
    json,
    {
      genre,
      jeu,
      version: numero,
      empreinte,
      etat: faite ? 'annulee' : 'demandee',
      ...faite?.jours,
      trous: faite?.trous ?? [],
    },
    faite
      ? [
          `« ${jeu} » ${numero} est annulé : il ne s’appliquera pas ${direJours(faite.jours)}.`,
          ...direTrous(jeu, faite.trous),
        ]
      : [
          `L’annulation de « ${jeu} » ${numero} est demandée, sans effet tant qu’une autre personne ne l’a pas confirmée.`,
          `Pour la confirmer : regles annuler ${jeu} ${numero} --confirmateur <adresse mail d’un autre compte>`,
        ],
  );
}

async function demandeEnAttente(
  { executeur }: Outil,
  empreinte: string,
): Promise<{ readonly id: string; readonly version: number }> {
  const demande = (await executeur.lire(acteur('annuler'), reactivationsEnAttente)).find(
    (candidate) => candidate.empreinte === empreinte && candidate.nature === 'annulation',
  );
  if (!demande)
    throw new UsageInvalide(
      'Aucune annulation de cette version n’attend de confirmation : demandez-la avec --demandeur et --motif.',
    );
  return demande;
}
