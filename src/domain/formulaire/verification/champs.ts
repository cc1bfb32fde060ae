import { estUneDate } from '#src/engine/dates.ts';
import { estGroupe, estNombre } from '#src/domain/formulaire/champs.ts';
import type {
  Champ,
  ChampChoix,
  ChampDate,
  ChampDeSaisie,
  DefinitionDeFormulaire,
  Section,
} from '#src/domain/formulaire/definition.ts';
import type { Signaler } from '#src/domain/formulaire/verification/signaler.ts';
import { verifierUnicite } from '#src/domain/formulaire/verification/signaler.ts';
import { verifierExpression } from '#src/domain/formulaire/verification/expression.ts';

/** Checks the fields of a section: names, references, expressions. */
export function verifierSection(
  definition: DefinitionDeFormulaire,
  section: Section,
  chemin: string,
  signaler: Signaler,
): void {
  verifierUnicite(
    section.champs.map(({ id }) => id),
    `${chemin}/champs`,
    'champ',
    signaler,
  );
  const colonnes = new Set(
    Object.values(definition.perennites).flatMap(
      (perennite) => perennite.ventilation?.colonnes.map(({ id }) => id) ?? [],
    ),
  );
  section.champs.forEach((champ, rang) => {
    const ici = `${chemin}/champs/${rang}`;
    if (champ.id === 'total' || colonnes.has(champ.id))
      signaler(ici, `« ${champ.id} » est réservé aux totaux : donnez un autre nom à ce champ.`);
    if (section.presentation === 'tableau' && !estNombre(champ))
      signaler(ici, 'Un tableau ne contient que des nombres.');
    if (!estGroupe(champ)) return verifierChamp(definition, champ, section.champs, ici, false, signaler);
    verifierUnicite(
      champ.champs.map(({ id }) => id),
      `${ici}/champs`,
      'champ',
      signaler,
    );
    if (champ.unique !== undefined && !champ.champs.some(({ id }) => id === champ.unique))
      signaler(`${ici}/unique`, `Le groupe n’a pas de champ « ${champ.unique} ».`);
    if (champ.initial) {
      verifierExpression(champ.initial.dans, `${ici}/initial/dans`, false, signaler);
      for (const [id, valeur] of Object.entries(champ.initial.valeurs)) {
        if (!champ.champs.some((un) => un.id === id))
          signaler(`${ici}/initial/valeurs/${id}`, `Le groupe n’a pas de champ « ${id} ».`);
        verifierExpression(valeur, `${ici}/initial/valeurs/${id}`, true, signaler);
      }
    }
    champ.champs.forEach((sousChamp, sousRang) =>
      verifierChamp(definition, sousChamp, champ.champs, `${ici}/champs/${sousRang}`, true, signaler),
    );
  });
}

function verifierChamp(
  definition: DefinitionDeFormulaire,
  champ: ChampDeSaisie,
  voisins: readonly Champ[],
  chemin: string,
  enLigne: boolean,
  signaler: Signaler,
): void {
  if (champ.initial !== undefined) verifierExpression(champ.initial, `${chemin}/initial`, enLigne, signaler);
  if (champ.type === 'choix') verifierChoix(definition, champ, chemin, signaler);
  if (champ.type === 'date') verifierDate(champ, voisins, chemin, signaler);
  if (estNombre(champ) && champ.ventile && enLigne)
    signaler(chemin, 'Un champ d’une ligne ne se répartit pas en colonnes.');
  if (champ.montrerSi)
    verifierMontrerSi(definition, champ.montrerSi, voisins, `${chemin}/montrerSi`, signaler);
}

function verifierChoix(
  definition: DefinitionDeFormulaire,
  { liste, options }: ChampChoix,
  chemin: string,
  signaler: Signaler,
): void {
  if ((liste === undefined) === (options === undefined))
    signaler(chemin, 'Un choix a une « liste » ou des « options », et une seule des deux.');
  if (liste !== undefined && !Object.hasOwn(definition.listes, liste))
    signaler(`${chemin}/liste`, `La liste « ${liste} » n’existe pas.`);
  if (options !== undefined) verifierExpression(options, `${chemin}/options`, false, signaler);
}

function verifierDate(champ: ChampDate, voisins: readonly Champ[], chemin: string, signaler: Signaler): void {
  for (const borne of ['min', 'max'] as const) {
    const texte = champ[borne];
    if (texte !== undefined && !estUneDate(texte))
      verifierExpression(texte, `${chemin}/${borne}`, false, signaler);
  }
  if (champ.apres !== undefined && voisins.find(({ id }) => id === champ.apres)?.type !== 'date')
    signaler(`${chemin}/apres`, `« ${champ.apres} » n’est pas une date de la même section ou ligne.`);
}

/** The field that shows another one stands beside it, and can take the values named. */
function verifierMontrerSi(
  definition: DefinitionDeFormulaire,
  { champ, parmi }: NonNullable<ChampDeSaisie['montrerSi']>,
  voisins: readonly Champ[],
  chemin: string,
  signaler: Signaler,
): void {
  const dont = voisins.find(({ id }) => id === champ);
  if (!dont) signaler(chemin, `« ${champ} » n’est pas un champ de la même section ou ligne.`);
  const admises =
    dont?.type === 'choix' && dont.liste !== undefined
      ? definition.listes[dont.liste]?.map(({ valeur }) => valeur)
      : undefined;
  for (const valeur of parmi) {
    if (admises && !admises.includes(String(valeur)))
      signaler(chemin, `« ${String(valeur)} » n’est pas un choix de « ${champ} ».`);
  }
}
