import { plusProche, type Anomalie } from '#src/engine/erreurs.ts';
import type { FichierDeRegles, Issue } from '#src/engine/format.ts';
import { compilerExpression } from '#src/engine/index.ts';
import { donnesPar, faitsNonDonnes } from '#src/domain/formulaire/faits-donnes.ts';
import { verifierExigences } from '#src/domain/formulaire/verifier-exigences.ts';
import { refuserHorsContexte, verifierContexte } from '#src/domain/formulaire/verifier-contexte.ts';
import { nomsDuContexte } from '#src/domain/formulaire/catalogue.ts';
import { estUneDate } from '#src/engine/dates.ts';
import { LOCALES, RACINES } from '#src/domain/formulaire/expressions.ts';
import { termesCites } from '#src/domain/formulaire/somme.ts';
import { champA, estGroupe, estNombre } from '#src/domain/formulaire/champs.ts';
import type {
  Champ,
  ChampDeSaisie,
  DefinitionDeFormulaire,
  Etape,
  LigneDuCalcul,
  PerenniteDemandee,
  Section,
} from '#src/domain/formulaire/definition.ts';
import {
  champsDesUnites,
  groupeA,
  periodesA,
  verifierPreparation,
} from '#src/domain/formulaire/verifier-preparation.ts';

/** Reports an anomaly; knows what expressions may read as `contexte`. */
type Signaler = ((chemin: string, message: string) => void) & { readonly contexte: readonly string[] };

/**
 * Checks of a form definition that its schema cannot express: references, expressions, and facts against the
 * rule files.
 * @param definition a file the schema accepts
 * @param jeux rule files by id, to check the facts, fields and outcomes each step names; without them, steps
 *   are checked alone
 */
export function verifierFormulaire(
  definition: DefinitionDeFormulaire,
  jeux?: ReadonlyMap<string, FichierDeRegles>,
): Anomalie[] {
  const anomalies: Anomalie[] = [];
  const signaler: Signaler = Object.assign(
    (chemin: string, message: string) => void anomalies.push({ controle: 'formulaire', chemin, message }),
    { contexte: nomsDuContexte(definition.contexte) },
  );
  verifierContexte(definition.contexte, signaler);
  verifierUnicite(
    definition.sections.map(({ id }) => id),
    '/sections',
    'section',
    signaler,
  );
  verifierUnicite(
    definition.enchainement.map(({ id }) => id),
    '/enchainement',
    'étape',
    signaler,
  );
  verifierUnicite(
    (definition.preparation ?? []).map(({ id }) => id),
    '/preparation',
    'préparation',
    signaler,
  );
  definition.sections.forEach((section, rang) =>
    verifierSection(definition, section, `/sections/${rang}`, signaler),
  );
  verifierPreparation(
    definition,
    (texte, chemin, enLigne) => expression(texte, chemin, enLigne, signaler),
    signaler,
  );
  for (const [perennite, demandee] of Object.entries(definition.perennites))
    verifierReprise(definition, demandee, `/perennites/${perennite}/reprend`, signaler);
  verifierExigences(definition, jeux, signaler);
  definition.enchainement.forEach((etape, rang) => verifierEtape(definition, etape, rang, jeux, signaler));
  definition.estimation.lignes?.forEach((ligne, rang) =>
    verifierLigne(definition, ligne, `/estimation/lignes/${rang}`, signaler),
  );
  for (const [rang, detail] of definition.estimation.details.entries())
    expression(detail.valeur, `/estimation/details/${rang}/valeur`, false, signaler);
  if (definition.estimation.moisOuverture !== undefined)
    expression(definition.estimation.moisOuverture, '/estimation/moisOuverture', false, signaler);
  expression(definition.estimation.montant, '/estimation/montant', false, signaler);
  verifierCitations(definition, signaler);
  return anomalies;
}

function verifierUnicite(ids: readonly string[], chemin: string, quoi: string, signaler: Signaler): void {
  for (const id of new Set(ids.filter((un, rang) => ids.indexOf(un) !== rang)))
    signaler(chemin, `Deux ${quoi}s portent le nom « ${id} ».`);
}

function expression(texte: string, chemin: string, enLigne: boolean, signaler: Signaler): void {
  try {
    refuserHorsContexte(
      compilerExpression(texte, { racines: RACINES, locales: enLigne ? LOCALES : [] }),
      signaler.contexte,
    );
  } catch (erreur) {
    signaler(chemin, erreur instanceof Error ? erreur.message : String(erreur));
  }
}

function verifierLigne(
  definition: DefinitionDeFormulaire,
  { calcul, termes, valeur, champs }: LigneDuCalcul,
  chemin: string,
  signaler: Signaler,
): void {
  const cites = termesCites(calcul);
  for (const nom of cites)
    if (!Object.hasOwn(termes, nom))
      signaler(`${chemin}/calcul`, `Le calcul cite « {${nom}} », que « termes » ne déclare pas.`);
  for (const [nom, terme] of Object.entries(termes)) {
    if (!cites.includes(nom))
      signaler(`${chemin}/termes/${nom}`, `Le terme « ${nom} » n'est pas cité dans le calcul.`);
    expression(terme.valeur, `${chemin}/termes/${nom}/valeur`, false, signaler);
  }
  expression(valeur, `${chemin}/valeur`, false, signaler);
  for (const champ of champs)
    if (champA(definition, champ) === null)
      signaler(`${chemin}/champs`, `Le formulaire n'a pas de champ « ${champ} ».`);
}

function verifierReprise(
  definition: DefinitionDeFormulaire,
  { reprend, ventilation }: PerenniteDemandee,
  chemin: string,
  signaler: Signaler,
): void {
  if (!reprend) return;
  for (const perennite of reprend.depuis)
    if (!definition.perennites[perennite])
      signaler(`${chemin}/depuis`, `Le formulaire ne demande pas la pérennité « ${perennite} ».`);
  for (const id of reprend.sections)
    if (!definition.sections.some((section) => section.id === id))
      signaler(`${chemin}/sections`, `Le formulaire n'a pas de section « ${id} ».`);
  const { valeur, colonnes = {} } = reprend.ventiles;
  if (valeur !== undefined) expression(valeur, `${chemin}/ventiles/valeur`, true, signaler);
  for (const [id, texte] of Object.entries(colonnes)) {
    if (!ventilation?.colonnes.some((colonne) => colonne.id === id))
      signaler(`${chemin}/ventiles/colonnes/${id}`, `Cette pérennité n'a pas de colonne « ${id} ».`);
    expression(texte, `${chemin}/ventiles/colonnes/${id}`, true, signaler);
  }
}

function verifierSection(
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
      signaler(`${ici}/unique`, `Le groupe n'a pas de champ « ${champ.unique} ».`);
    if (champ.initial) {
      expression(champ.initial.dans, `${ici}/initial/dans`, false, signaler);
      for (const [id, valeur] of Object.entries(champ.initial.valeurs)) {
        if (!champ.champs.some((un) => un.id === id))
          signaler(`${ici}/initial/valeurs/${id}`, `Le groupe n'a pas de champ « ${id} ».`);
        expression(valeur, `${ici}/initial/valeurs/${id}`, true, signaler);
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
  if (champ.initial !== undefined) expression(champ.initial, `${chemin}/initial`, enLigne, signaler);
  if (champ.type === 'choix') {
    if ((champ.liste === undefined) === (champ.options === undefined))
      signaler(chemin, 'Un choix a une « liste » ou des « options », et une seule des deux.');
    if (champ.liste !== undefined && !Object.hasOwn(definition.listes, champ.liste))
      signaler(`${chemin}/liste`, `La liste « ${champ.liste} » n'existe pas.`);
    if (champ.options !== undefined) expression(champ.options, `${chemin}/options`, false, signaler);
  }
  if (champ.type === 'date') {
    for (const borne of ['min', 'max'] as const) {
      const texte = champ[borne];
      if (texte !== undefined && !estUneDate(texte)) expression(texte, `${chemin}/${borne}`, false, signaler);
    }
  }
  if (
    champ.type === 'date' &&
    champ.apres !== undefined &&
    voisins.find(({ id }) => id === champ.apres)?.type !== 'date'
  ) {
    signaler(`${chemin}/apres`, `« ${champ.apres} » n'est pas une date de la même section ou ligne.`);
  }
  if (estNombre(champ) && champ.ventile && enLigne)
    signaler(chemin, "Un champ d'une ligne ne se répartit pas en colonnes.");
  if (champ.montrerSi) {
    const dont = voisins.find(({ id }) => id === champ.montrerSi?.champ);
    if (!dont)
      signaler(
        `${chemin}/montrerSi`,
        `« ${champ.montrerSi.champ} » n'est pas un champ de la même section ou ligne.`,
      );
    const admises =
      dont?.type === 'choix' && dont.liste !== undefined
        ? definition.listes[dont.liste]?.map(({ valeur }) => valeur)
        : undefined;
    for (const valeur of champ.montrerSi.parmi) {
      if (admises && !admises.includes(String(valeur)))
        signaler(
          `${chemin}/montrerSi`,
          `« ${String(valeur)} » n'est pas un choix de « ${champ.montrerSi.champ} ».`,
        );
    }
  }
}

function verifierEtape(
  definition: DefinitionDeFormulaire,
  etape: Etape,
  rang: number,
  jeux: ReadonlyMap<string, FichierDeRegles> | undefined,
  signaler: Signaler,
): void {
  const chemin = `/enchainement/${rang}`;
  const { pourChaque } = etape;
  const enLigne =
    pourChaque !== undefined &&
    (groupeA(definition, pourChaque) ?? periodesA(definition, pourChaque)) !== undefined;
  if (pourChaque !== undefined && !enLigne)
    signaler(
      `${chemin}/pourChaque`,
      `« ${pourChaque} » n'est ni un groupe du formulaire, ni des périodes préparées.`,
    );
  const estDeLaLigne = champsDesUnites(definition, pourChaque ?? '');
  for (const [nom, texte] of Object.entries({ date: etape.date, si: etape.si, intitule: etape.intitule })) {
    if (texte !== undefined) expression(texte, `${chemin}/${nom}`, enLigne, signaler);
  }
  etape.variables?.forEach(({ valeur }, ordre) =>
    expression(valeur, `${chemin}/variables/${ordre}/valeur`, enLigne, signaler),
  );
  for (const [nom, texte] of Object.entries(etape.faits))
    expression(texte, `${chemin}/faits/${nom}`, enLigne, signaler);
  for (const [fait, cible] of Object.entries(etape.champs ?? {})) {
    const existe = cible.startsWith('.') ? estDeLaLigne(cible.slice(1)) : champA(definition, cible) !== null;
    if (!existe) signaler(`${chemin}/champs/${fait}`, `Le formulaire n'a pas de champ « ${cible} ».`);
  }
  if (
    etape.suit !== undefined &&
    !definition.enchainement
      .slice(0, rang)
      .some(({ id, pourChaque }) => id === etape.suit && pourChaque === etape.pourChaque)
  ) {
    signaler(`${chemin}/suit`, `Aucune étape antérieure du même groupe ne s'appelle « ${etape.suit} ».`);
  }
  if (!jeux) return;
  const jeu = jeux.get(etape.jeu);
  if (!jeu) return signaler(`${chemin}/jeu`, `Le jeu de règles « ${etape.jeu} » n'existe pas.`);
  verifierContreLeJeu(etape, jeu, chemin, signaler);
}

function verifierContreLeJeu(etape: Etape, jeu: FichierDeRegles, chemin: string, signaler: Signaler): void {
  const donnes = donnesPar(etape);
  for (const fait of faitsNonDonnes(jeu, donnes))
    signaler(`${chemin}/faits`, `Le fait « ${fait} » du jeu « ${jeu.id} » n'est pas donné.`);
  // A form may give more than a version declares, so that it goes first; a name that is nearly that of a fact
  // is a slip.
  for (const fait of Object.keys(donnes).filter((nom) => !Object.hasOwn(jeu.faits, nom))) {
    const proche = plusProche(fait, Object.keys(jeu.faits));
    if (proche !== undefined)
      signaler(
        `${chemin}/faits/${fait}`,
        `Le jeu « ${jeu.id} » ne déclare pas le fait « ${fait} » ; vouliez-vous dire « ${proche} » ?`,
      );
  }
  for (const fait of [...Object.keys(etape.champs ?? {}), ...Object.keys(etape.manquants ?? {})]) {
    if (!Object.hasOwn(jeu.faits, fait) && !Object.hasOwn(jeu.faitsDerives, fait))
      signaler(`${chemin}/champs/${fait}`, `Le jeu « ${jeu.id} » n'a pas de fait « ${fait} ».`);
  }
  for (const [code, reglement] of Object.entries(etape.reglements ?? {})) {
    const issue: Issue | undefined = jeu.decision.issues[code];
    if (!issue || issue.etat === undefined || issue.etat === 'decide') {
      signaler(
        `${chemin}/reglements/${code}`,
        `« ${code} » n'est pas une issue du jeu « ${jeu.id} » qui attend une décision humaine.`,
      );
    } else if (issue.choix && Object.keys(issue.choix).some((choix) => !Object.hasOwn(reglement, choix))) {
      signaler(
        `${chemin}/reglements/${code}`,
        `Chaque choix de l'issue « ${code} » doit être offert : ${Object.keys(issue.choix).join(', ')}.`,
      );
    }
  }
}

interface Sourcee {
  readonly sources?: readonly string[];
  readonly question?: string;
}

function verifierCitations(definition: DefinitionDeFormulaire, signaler: Signaler): void {
  const points = new Set(
    definition.sources.flatMap((source) =>
      Object.keys(source.points).map((point) => `${source.id}#${point}`),
    ),
  );
  const cites = new Set<string>();
  const questions = new Set<string>();
  const visiter = (quoi: Sourcee, chemin: string): void => {
    for (const source of quoi.sources ?? []) {
      if (!points.has(source)) signaler(`${chemin}/sources`, `La source « ${source} » n'est pas déclarée.`);
      cites.add(source);
    }
    if (quoi.question === undefined) return;
    if (!Object.hasOwn(definition.questions, quoi.question))
      signaler(`${chemin}/question`, `La question « ${quoi.question} » n'est pas déclarée.`);
    questions.add(quoi.question);
  };
  definition.sections.forEach((section, rang) => {
    visiter(section, `/sections/${rang}`);
    section.champs.forEach((champ, rangDuChamp) => {
      const ici = `/sections/${rang}/champs/${rangDuChamp}`;
      visiter(champ, ici);
      if (estGroupe(champ))
        champ.champs.forEach((sousChamp, sousRang) => visiter(sousChamp, `${ici}/champs/${sousRang}`));
    });
  });
  for (const [perennite, { reprend }] of Object.entries(definition.perennites))
    if (reprend) visiter(reprend, `/perennites/${perennite}/reprend`);
  (definition.preparation ?? []).forEach((preparation, rang) => visiter(preparation, `/preparation/${rang}`));
  definition.enchainement.forEach((etape, rang) => visiter(etape, `/enchainement/${rang}`));
  for (const point of points)
    if (!cites.has(point))
      signaler('/sources', `Le point « ${point} » n'est cité par aucun champ ni aucune étape.`);
  for (const question of Object.keys(definition.questions))
    if (!questions.has(question))
      signaler('/questions', `La question « ${question} » n'est citée nulle part.`);
}
