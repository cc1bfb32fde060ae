/** Explanation and letter as plain text: the shell's printing of what the screens show. */
import { espacer } from '#src/kernel/saisie/typographie.ts';
import { jourEnLettres } from '#src/kernel/decision/mots.ts';
import type { Bloc, Lettre } from '#src/domain/suivi/courrier/lettre.ts';
import type {
  AppuiExplique,
  ConditionExpliquee,
  Explication,
  NonExamine,
} from '#src/domain/suivi/explication/types.ts';

const LARGEUR = 80;

/** Words on lines of at most 80 characters; non-breaking spaces hold. */
export function plier(texte: string, retrait = ''): string[] {
  const lignes: string[] = [];
  let ligne = '';
  for (const mot of espacer(texte).split(/[ \n]+/)) {
    if (ligne !== '' && retrait.length + ligne.length + 1 + mot.length > LARGEUR) {
      lignes.push(retrait + ligne);
      ligne = '';
    }
    ligne = ligne === '' ? mot : `${ligne} ${mot}`;
  }
  return ligne === '' ? lignes : [...lignes, retrait + ligne];
}

const puce = (texte: string, retrait = ''): string[] =>
  plier(texte, `${retrait}  `).map((ligne, rang) =>
    rang === 0 ? `${retrait}- ${ligne.slice(retrait.length + 2)}` : ligne,
  );

const partie = (titre: string, lignes: readonly string[]): string[] =>
  lignes.length === 0 ? [] : ['', titre, ...lignes];

/** Everything that is known of a decision. */
export function explicationEnTexte(explication: Explication): string {
  return `${[
    ...enTete(explication),
    ...ceQuiEstRetenu(explication),
    ...ceQuiEstLu(explication),
    ...ceQuiEstExamine(explication),
    ...partie('LA SUITE DONNÉE', explication.suite ? suiteEnTexte(explication.suite, explication.caf) : []),
  ].join('\n')}\n`;
}

function enTete({
  reference,
  id,
  titre,
  cas,
  partenaire,
  caf,
  etatEnClair,
  issues,
  version,
  dateEnClair,
  dateDeReference,
  priseLeEnClair,
  fictives,
}: Explication): string[] {
  return [
    `Décision ${reference} (${id})`,
    ...plier(
      `« ${titre} » : ${issues.map(({ libelle, graviteEnClair }) => `${libelle} (${graviteEnClair.toLowerCase()})`).join(', ') || 'aucune issue'}. ${etatEnClair}.`,
    ),
    ...plier(
      `Cas : ${[cas.libelle, cas.precision].filter(Boolean).join(', ')}. ${partenaire ? `Partenaire : ${partenaire.nom}. ` : ''}${caf.nom}.`,
    ),
    ...plier(
      `Au ${dateEnClair} (${dateDeReference}), par la version ${version.numero}, en vigueur ${version.periode}. Prise le ${priseLeEnClair}, avec ce qui était connu alors.`,
    ),
    `Empreinte de la version : ${version.empreinte}`,
    ...(fictives.length > 0 ? plier(`ATTENTION, valeur fictive : ${fictives.join(', ')}.`) : []),
  ];
}

function ceQuiEstRetenu({ constats, manquants, resultats }: Explication): string[] {
  return [
    ...partie(
      'POURQUOI',
      constats.flatMap(({ regle, titre: nom, graviteEnClair, message, corriger, appui }) => [
        ...puce(`${nom} (${regle}, ${graviteEnClair.toLowerCase()}) : ${message}`),
        ...(corriger ? plier(`Comment corriger : ${corriger}`, '    ') : []),
        ...appuiEnTexte(appui),
      ]),
    ),
    ...partie(
      'CE QUI MANQUE',
      manquants.flatMap((texte) => puce(texte)),
    ),
    ...partie(
      'RÉSULTATS',
      resultats.flatMap(({ libelle, valeur }) => puce(`${libelle} : ${valeur}`)),
    ),
  ];
}

function ceQuiEstLu({ faits, parametres, calculs }: Explication): string[] {
  return [
    ...partie(
      'FAITS LUS',
      faits.flatMap(({ libelle, valeur, origine }) => puce(`${libelle} : ${valeur} (origine : ${origine})`)),
    ),
    ...partie(
      'VALEURS APPLIQUÉES',
      parametres.flatMap(({ libelle, valeur, duEnClair, appui }) => [
        ...puce(`${libelle} : ${valeur}, depuis le ${duEnClair}`),
        ...appuiEnTexte(appui),
      ]),
    ),
    ...partie(
      'CALCULS',
      calculs.flatMap(({ libelle, valeur, formule }) => [
        ...puce(`${libelle} : ${valeur}`),
        ...formule.flatMap(({ si, alors }) =>
          plier(si === null ? `= ${alors}` : `si ${si} : ${alors}`, '    '),
        ),
      ]),
    ),
  ];
}

function ceQuiEstExamine({ regles, nonExamine, alternatives, sansAlternative }: Explication): string[] {
  return [
    ...partie(
      'RÈGLES EXAMINÉES',
      regles.flatMap(({ regle, titre: nom, declenchee, condition }) => [
        ...puce(`${nom} (${regle}) : ${declenchee ? 's’applique' : 'ne s’applique pas'}`),
        ...conditionEnTexte(condition, '    '),
      ]),
    ),
    ...partie('CE QUI N’A PAS ÉTÉ EXAMINÉ', [
      ...nonExamines('fait', nonExamine.faits),
      ...nonExamines('valeur', nonExamine.parametres),
      ...nonExamines('règle', nonExamine.regles),
    ]),
    ...partie(
      'CE QUI CHANGERAIT L’ISSUE',
      sansAlternative
        ? plier(sansAlternative)
        : alternatives.flatMap(({ changements }) => changements.flatMap(({ phrase }) => puce(phrase))),
    ),
  ];
}

function suiteEnTexte(suite: NonNullable<Explication['suite']>, caf: Explication['caf']): string[] {
  return [
    ...puce(
      `${suite.libelle}, le ${suite.seanceLe ?? jourEnLettres(new Date(suite.le), caf.fuseau)}${[
        suite.instance,
        suite.par,
      ]
        .filter(Boolean)
        .map((qui) => `, ${qui}`)
        .join('')}`,
    ),
    ...(suite.motif ? plier(`Motif : ${suite.motif}`, '    ') : []),
    ...(suite.estimationApres
      ? plier(`Estimation : ${suite.estimationApres}, au lieu de ${suite.estimationAvant ?? 'rien'}`, '    ')
      : []),
  ];
}

const nonExamines = (genre: string, liste: readonly NonExamine[]): string[] =>
  liste.flatMap(({ libelle, pourquoi }) => puce(`${libelle} (${genre}) : ${pourquoi}`));

function appuiEnTexte({ sources, certitudeEnClair, question }: AppuiExplique): string[] {
  return [
    ...sources.flatMap(({ nature, titre, lieu, resume }) =>
      plier(`Source : ${nature}, ${titre}, ${lieu} : ${resume}`, '    '),
    ),
    ...(certitudeEnClair
      ? plier(
          `Certitude : ${certitudeEnClair.toLowerCase()}.${question && question.reponse === null ? ` Question ouverte : ${question.texte}${question.a ? ` (posée à : ${question.a})` : ''}` : ''}`,
          '    ',
        )
      : []),
  ];
}

function conditionEnTexte(
  { texte, resultat, atteinte, conditions }: ConditionExpliquee,
  retrait: string,
): string[] {
  return [
    ...plier(`[${atteinte ? (resultat ? 'vrai' : 'faux') : 'sans objet'}] ${texte}`, retrait),
    ...conditions.flatMap((membre) => conditionEnTexte(membre, `${retrait}  `)),
  ];
}

/** The letter, ready to paste. */
export function lettreEnTexte({
  expediteur,
  destinataire,
  date,
  objet,
  ouverture,
  parties,
  cloture,
  pied,
}: Lettre): string {
  return `${[
    ...expediteur.flatMap((bloc) => blocEnTexte(bloc)),
    '',
    ...destinataire.flatMap((bloc) => blocEnTexte(bloc, ' '.repeat(40))),
    '',
    `${' '.repeat(40)}Le ${date}`,
    '',
    ...plier(`Objet : ${objet}`),
    ...ouverture.flatMap((bloc) => ['', ...blocEnTexte(bloc)]),
    ...parties.flatMap(({ titre, blocs }) => [
      '',
      titre.toUpperCase(),
      ...blocs.flatMap((bloc) => blocEnTexte(bloc)),
    ]),
    ...cloture.flatMap((bloc) => ['', ...blocEnTexte(bloc)]),
    '',
    pied,
  ].join('\n')}\n`;
}

function blocEnTexte(bloc: Bloc, retrait = ''): string[] {
  switch (bloc.genre) {
    case 'paragraphe':
      return plier(bloc.texte, retrait);
    case 'a-completer':
      return plier(`[${bloc.texte}]`, retrait);
    case 'alerte':
      return plier(`*** ${bloc.texte} ***`, retrait);
    case 'liste':
      return bloc.elements.flatMap((element) => puce(element, retrait));
    case 'tableau':
      return bloc.lignes.flatMap(([tete = '', ...reste]) =>
        puce(
          `${tete} : ${reste.map((cellule, rang) => (rang === 0 ? cellule : `${(bloc.colonnes[rang + 1] ?? '').toLowerCase()} : ${cellule}`)).join(' ; ')}`,
          retrait,
        ),
      );
  }
}
