import { acteurDuServeur } from '#admin/definition/demandeur.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { date, etat, table, texte } from '#admin/definition/outils.ts';
import { charger } from '#src/kernel/chargement.ts';
import { get, type Route } from '#src/http/route.ts';
import type { Executeur, UniteDeLecture } from '#src/kernel/commande.ts';
import { Refus } from '#src/kernel/refus.ts';
import { exigerPreuve } from '#src/kernel/preuve.ts';
import { csvDesDroits, entetesDuFichier } from '#src/domain/delegation/passe/csv.ts';
import {
  droitsDesAgents,
  droitsDuPartenaire,
  type DroitsDuPasse,
} from '#src/domain/delegation/passe/lectures.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { dateFr } from '#src/kernel/francais.ts';

type Parametres = Readonly<Record<string, unknown>>;
const parametre = (parametres: Parametres, nom: string): string =>
  typeof parametres[nom] === 'string' ? parametres[nom].trim() : '';

const EFFETS = {
  oui: { valeur: 'oui', libelle: 'Oui', ton: 'succes' },
  partie: { valeur: 'partie', libelle: 'Une partie de la journée', ton: 'attention' },
  non: { valeur: 'non', libelle: 'Non', ton: 'neutre' },
} as const;

/** Those of a partner of the Caf; without one, those of its agents. */
async function lireDroits(
  unite: UniteDeLecture,
  parametres: Parametres,
): Promise<{ qui: string; droits: DroitsDuPasse }> {
  const id = parametre(parametres, 'partenaire');
  const jour = parametre(parametres, 'jour');
  if (id === '') return { qui: 'Agents de la Caf', droits: await droitsDesAgents(unite, jour) };
  const partenaire = await charger(unite, Partenaire, id, 'Partenaire');
  return { qui: partenaire.nom, droits: await droitsDuPartenaire(unite, partenaire.id, jour) };
}

async function donneesDesDroits(unite: UniteDeLecture, parametres: Parametres) {
  const partenaires = (await unite.em.find(Partenaire, {}, { orderBy: { nom: 'asc' } })).map(
    ({ id, nom }) => ({ valeur: id, libelle: nom }),
  );
  if (parametres['jour'] === undefined) return { partenaires, erreur: null, resultat: null };
  try {
    const { qui, droits } = await lireDroits(unite, parametres);
    const dit = dateFr(droits.jour);
    return {
      partenaires,
      erreur: null,
      resultat: {
        intro: droits.convention,
        fichier: new URLSearchParams({
          jour: dit,
          partenaire: parametre(parametres, 'partenaire'),
        }).toString(),
        table: table(
          `${qui} : droits du ${dit}`,
          [
            'Personne',
            'Identifiant',
            'Droit',
            'Sur',
            'Du',
            'Au (exclu)',
            'Exerçable ce jour-là',
            'Précision',
          ],
          droits.droits.map((droit) => ({
            cle: droit.cle,
            cellules: [
              texte(droit.personne),
              texte(droit.identifiant),
              texte(droit.droit),
              texte(droit.sur || 'Tout l’organisme'),
              date(droit.du),
              date(droit.au),
              etat(EFFETS[droit.effet]),
              texte(droit.precision),
            ],
          })),
          'Personne n’avait de droit ce jour-là. Choisissez une date plus récente.',
        ),
      },
    };
  } catch (erreur) {
    if (!(erreur instanceof Refus) || erreur.statut !== 422) throw erreur;
    return { partenaires, erreur: erreur.message, resultat: null };
  }
}

/** « Who could do what on that day », for the Caf: its partners and its own agents. */
export const ecranDroits = definirEcran({
  nom: 'droits',
  libelle: 'Droits à une date',
  groupe: GROUPES.habilitations,
  droit: ['Habilitation', 'consulterPasse'],
  donnees: donneesDesDroits,
});

/** `/exports/droits?jour=…&partenaire=…`: the same as a file. */
export const routeDesDroits = (executeur: Executeur): Route =>
  get('/exports/droits', ['Habilitation', 'consulterPasse'], async (requete, reponse) => {
    const acteur = acteurDuServeur(requete);
    exigerPreuve(acteur, 'fichier');
    const { droits } = await executeur.lire(acteur, (unite) => lireDroits(unite, requete.query));
    reponse.set(entetesDuFichier(droits.jour)).send(csvDesDroits(droits));
  });
