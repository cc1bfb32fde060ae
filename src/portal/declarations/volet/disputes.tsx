import { z } from 'zod';
import { PARTIS, type Ligne } from '#src/kernel/fusion.ts';
import { champA, estGroupe } from '#src/domain/formulaire/champs.ts';
import type { ChampDeSaisie } from '#src/domain/formulaire/definition.ts';
import type { ChoixDeDispute, Dispute, FusionDeVolet } from '#src/domain/formulaire/saisie/fusion.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { ChoixEnConflit } from '#src/portal/composants/index.ts';
import { CHAMP_OUVERTES, PREFIXE_DU_CHOIX } from '#src/portal/declarations/volet/client/protocole.ts';
import type { Affichage } from '#src/portal/declarations/volet/champ.tsx';
import { compter, dateFr } from '#src/kernel/francais.ts';

const CHAMP_VUES = 'vues';

const CHAMPS_DE_LA_PAGE: ReadonlySet<string> = new Set(['version', 'action', CHAMP_OUVERTES, CHAMP_VUES]);

/**
 * What a form says of a volet: all but the page's own fields, so that the act refuses what the volet does not
 * have.
 */
export const donneesDe = (corps: Brut): Brut =>
  Object.fromEntries(
    Object.entries(corps).filter(
      ([champ]) => !CHAMPS_DE_LA_PAGE.has(champ) && !champ.startsWith(PREFIXE_DU_CHOIX),
    ),
  );

const vuesEnvoyees = z.record(z.string(), z.record(z.string(), z.string()).nullable());
const textesOuverts = z.record(z.string(), z.string());

function lireJson<T>(texte: Brut[string], schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(typeof texte === 'string' ? texte : '')).data;
  } catch {
    return undefined;
  }
}

/** The values a form was opened with; undefined when it does not tell. */
export const lireOuvertes = (corps: Brut): Readonly<Record<string, string>> | undefined =>
  lireJson(corps[CHAMP_OUVERTES], textesOuverts);

/** What was chosen, field by field, with what was recorded when it was shown. */
export function lireChoix(corps: Brut): Record<string, ChoixDeDispute> {
  return Object.fromEntries(
    Object.entries(lireJson(corps[CHAMP_VUES], vuesEnvoyees) ?? {}).flatMap(
      ([cle, vue]): [string, ChoixDeDispute][] => {
        const parti = PARTIS.find((un) => un === corps[`${PREFIXE_DU_CHOIX}${cle}`]);
        return parti === undefined ? [] : [[cle, { parti, vue }]];
      },
    ),
  );
}

/** Whether a form asked to choose: it is then being sent for a second time. */
export const aDejaDemande = (corps: Brut): boolean => corps[CHAMP_VUES] !== undefined;

const dansAttente = (champ: string, enAttente: readonly string[]): boolean =>
  enAttente.some((chemin) => champ === chemin || champ.startsWith(`${chemin}.`));

/**
 * What the page shows after a merge, and what it is then opened with: as typed and as opened before where
 * something is still to be chosen.
 */
export function apresFusion(
  { donnees, enAttente }: FusionDeVolet,
  saisies: Brut,
  ouvertes: Brut,
): { readonly montrees: Brut; readonly ouvertes: Brut } {
  const etablies = Object.entries(donnees).filter(([champ]) => !dansAttente(champ, enAttente));
  const avec = (autres: Brut): Brut =>
    Object.fromEntries([
      ...etablies,
      ...Object.entries(autres).filter(([champ]) => dansAttente(champ, enAttente)),
    ]);
  return { montrees: avec(saisies), ouvertes: avec(ouvertes) };
}

/**
 * « Nombre d’actions d’information – Réel » (`quoted`), fields and lists that others changed; '' when none.
 */
export function direRepris(
  { repris, lignes }: FusionDeVolet,
  { definition }: Pick<Affichage, 'definition'>,
): string {
  const libelles = [...Object.keys(repris), ...Object.keys(lignes)].map(
    (chemin) => `« ${champA(definition, chemin)?.libelle ?? chemin} »`,
  );
  return libelles.length === 0 ? '' : ` Repris de la saisie d’un collègue : ${libelles.join(', ')}.`;
}

/** Label of what is in dispute, its column or row named. */
export const libelleDe = ({ chemin }: Dispute, { definition }: Pick<Affichage, 'definition'>): string =>
  champA(definition, chemin)?.libelle ?? chemin;

/** Id of the first box of a choice. */
export const idDuChoix = ({ cle }: Dispute): string => `${PREFIXE_DU_CHOIX}${cle}-mienne`;

type PropsDisputes = Readonly<{
  disputes: readonly Dispute[];
  affichage: Pick<Affichage, 'definition' | 'options'>;
  par: string;
  choix?: Readonly<Record<string, ChoixDeDispute>>;
}>;

/**
 * Fields that two people typed each in his way: neither value is ticked beforehand, and none is lost before
 * one of them is.
 */
export function Disputes({ disputes, affichage, par, choix = {} }: PropsDisputes) {
  if (disputes.length === 0) return null;
  return (
    <section className="carte disputes" aria-labelledby="disputes-titre">
      <h2 id="disputes-titre">{compter(disputes.length, 'valeur à choisir', 'valeurs à choisir')}</h2>
      <p>
        {par}Vous avez modifié la même chose, chacun de son côté. Rien n’est remplacé tant que vous n’avez pas
        choisi ; le reste de votre saisie est enregistré.
      </p>
      <input
        type="hidden"
        name={CHAMP_VUES}
        value={JSON.stringify(Object.fromEntries(disputes.map(({ cle, actuelle }) => [cle, actuelle])))}
      />
      {disputes.map((dispute) => {
        const nom = `${PREFIXE_DU_CHOIX}${dispute.cle}`;
        const [mienne, leur] = direLesDeux(dispute, affichage);
        return (
          <fieldset className="conflit__champ" key={dispute.cle} data-dispute={dispute.chemin}>
            <legend className="champ__libelle">{libelleDe(dispute, affichage)}</legend>
            <ChoixEnConflit
              champ={nom}
              lequel="mienne"
              qui="Ce que vous avez saisi"
              valeur={mienne}
              coche={choix[dispute.cle]?.parti === 'mienne'}
            />
            <ChoixEnConflit
              champ={nom}
              lequel="leur"
              qui="Ce qui est enregistré"
              valeur={leur}
              coche={choix[dispute.cle]?.parti === 'leur'}
            />
          </fieldset>
        );
      })}
    </section>
  );
}

/** Both values in words: of a row, only the columns that differ. */
function direLesDeux(
  { chemin, saisie, actuelle }: Dispute,
  affichage: PropsDisputes['affichage'],
): readonly [string, string] {
  const fins = [...new Set([...Object.keys(saisie ?? {}), ...Object.keys(actuelle ?? {})])];
  const differentes =
    saisie && actuelle ? fins.filter((fin) => (saisie[fin] ?? '') !== (actuelle[fin] ?? '')) : fins;
  const dire = (ligne: Ligne | null): string => {
    if (ligne === null) return '(ligne retirée)';
    const dites = differentes.map((fin) =>
      direTexte(fin === '' ? chemin : `${chemin}.${fin}`, ligne[fin] ?? '', fin !== '', affichage),
    );
    return dites.filter((une) => une !== '').join(' ; ') || '(vide)';
  };
  return [dire(saisie), dire(actuelle)];
}

function direTexte(
  chemin: string,
  texte: string,
  nommer: boolean,
  { definition, options }: PropsDisputes['affichage'],
): string {
  const champ = champA(definition, chemin)?.champ;
  if (!champ || estGroupe(champ)) return texte;
  const dit = direValeur(champ, texte, options);
  if (!nommer) return dit;
  return dit === '' ? '' : `${champ.libelle} : ${dit}`;
}

function direValeur(champ: ChampDeSaisie, texte: string, options: Affichage['options']): string {
  if (champ.type === 'choix') return options(champ).find(({ valeur }) => valeur === texte)?.libelle ?? texte;
  if (champ.type === 'date') return dateFr(texte) || texte;
  return champ.type === 'booleen' && texte !== '' ? texte.charAt(0).toUpperCase() + texte.slice(1) : texte;
}
