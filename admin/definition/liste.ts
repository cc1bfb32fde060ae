import { exigerLecture, type Demande, type Outils } from '#admin/definition/demande.ts';
import type { JsonDe } from '#admin/definition/ecran.ts';
import type { Ressource } from '#admin/definition/definition.ts';
import { compterListes, lireListe, proposer, TOTAL_MAX, vueDe } from '#admin/definition/lecture.ts';
import { enEnregistrement, lireEnregistrements } from '#admin/definition/references.ts';
import { lireRequete, RequeteRefusee } from '#admin/definition/requete.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { pourquoi, type RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';

const PROPOSITIONS = 30;

/** Page of the list: rows, total and labels in one transaction. */
export function traiterListe(ressource: Ressource, outils: Outils) {
  return async (demande: Demande) => {
    exigerLecture(demande, ressource);
    return outils.executeur.lire(demande.acteur, async (unite) => {
      const vue = vueDe(unite, ressource);
      const requete = lireRequete(demande.requete, vue);
      const { page, fiches, precedente, suivante } = await lireListe(unite, vue, requete, ressource.liste);
      const [total = 0] = await compterListes(unite, [{ vue, requete }]);
      const { catalogue, racine } = outils;
      return {
        records: await lireEnregistrements(unite, catalogue, ressource, ressource.liste, fiches, racine),
        fermees: await actionsFermees(unite, ressource),
        meta: {
          total: Math.min(total, TOTAL_MAX),
          // Beyond, the count was cut short: the total is only a floor.
          exact: total <= TOTAL_MAX,
          page,
          precedente,
          suivante,
          perPage: requete.taille,
          sortBy: requete.tri.champ,
          direction: requete.tri.sens,
        },
      };
    });
  };
}

/** Actions of a list whose right the reader lacks. */
async function actionsFermees(unite: UniteDeLecture, { actionsDeListe }: Ressource) {
  const fermees: { nom: string; pourquoi: RefusExplique }[] = [];
  for (const { nom, commande, horsListe } of actionsDeListe) {
    const explication = horsListe ? null : await pourquoi(unite, commande);
    if (explication) fermees.push({ nom, pourquoi: explication });
  }
  return fermees;
}

/** Propositions of a reference field: only the fields the title is made of are ever searched. */
export function traiterRecherche(ressource: Ressource, outils: Outils) {
  return async (demande: Demande) => {
    exigerLecture(demande, ressource);
    for (const nom of Object.keys(demande.requete))
      throw new RequeteRefusee(`Le paramètre « ${nom} » n’existe pas pour cette recherche.`);
    const texte = demande.texte?.trim() ?? '';
    if (texte.length > 100) throw new RequeteRefusee('La recherche comporte 100 caractères au plus.');
    const fiches = await outils.executeur.lire(demande.acteur, (unite) =>
      proposer(unite, ressource, texte, PROPOSITIONS),
    );
    return { records: fiches.map((fiche) => enEnregistrement(fiche, ressource, new Map())) };
  };
}

/** What the page of a list, and a search, receive. */
export type ReponseListe = JsonDe<typeof traiterListe>;
export type ReponseRecherche = JsonDe<typeof traiterRecherche>;
