import type { ReactNode } from 'react';
import type {
  ChampDeSaisie,
  DefinitionDeFormulaire,
  Option,
  Section,
} from '#src/domain/formulaire/definition.ts';
import type { Admis } from '#src/domain/formulaire/saisie/valeurs.ts';
import { estNombre, estNombreEntier, exigence } from '#src/domain/formulaire/champs.ts';
import {
  ChampDate,
  ChampNombre,
  ChampRadios,
  ChampSelection,
  ChampTexte,
  ChampZone,
} from '#src/portal/composants/index.ts';
import { RetoursDeChamp, type retoursParChamp } from '#src/portal/declarations/volet/retours.tsx';

/** What the fields of a form are shown with. */
export interface Affichage {
  readonly definition: DefinitionDeFormulaire;
  /** Texts of the fields, by path. */
  readonly brut: Readonly<Record<string, string>>;
  readonly retours: ReturnType<typeof retoursParChamp>;
  readonly options: (champ: ChampDeSaisie) => readonly Option[];
  /** First and last days of a date; null where nothing bounds it. */
  readonly bornes: (champ: ChampDeSaisie) => Admis['bornes'];
  readonly totaux: Readonly<Record<string, string>>;
  /** Fields that findings ask for and that are to be shown. */
  readonly exiges: ReadonlySet<string>;
}

/** Help of a field: what is expected, and how sure we are that it is asked for. */
export function aideDe(
  definition: DefinitionDeFormulaire,
  section: Section,
  champ: ChampDeSaisie | Section['champs'][number],
): ReactNode {
  const certitude = champ.certitude ?? section.certitude;
  const sources = (champ.sources ?? section.sources).map(
    (citation) => definition.sources.find(({ id }) => citation.startsWith(`${id}#`))?.titre,
  );
  return (
    <>
      <p>{champ.infobulle}</p>
      <p className="petit discret">
        Source : {[...new Set(sources)].filter(Boolean).join(' ; ')}.
        {certitude !== 'explicite' &&
          ' Champ retenu par interprétation : la liste officielle n’est pas publiée.'}
      </p>
    </>
  );
}

/** Where findings about a field appear, read with the field. */
export function Retours({ chemin, retours }: { chemin: string; retours: Affichage['retours'] }) {
  const ici = retours.get(chemin);
  return (
    <span data-retours={chemin} className="retours">
      {ici && <RetoursDeChamp {...ici} />}
    </span>
  );
}

type PropsChampDeFormulaire = Readonly<{
  affichage: Affichage;
  section: Section;
  champ: ChampDeSaisie;
  chemin: string;
  libelle?: string;
}>;

/** One field of the definition as a control. */
export function ChampDeFormulaire({
  affichage,
  section,
  champ,
  chemin,
  libelle = champ.libelle,
}: PropsChampDeFormulaire) {
  const { definition, brut, retours } = affichage;
  const commun = {
    nom: chemin,
    libelle,
    requis: champ.requis,
    infobulle: aideDe(definition, section, champ),
    nomInfobulle: libelle,
    indice: <Retours chemin={chemin} retours={retours} />,
    invalide: (retours.get(chemin)?.erreurs.length ?? 0) > 0,
  };
  const valeur = brut[chemin] ?? '';
  if (exigence(champ))
    return (
      <div className="champ-formulaire" data-exige={chemin} hidden={!affichage.exiges.has(chemin)}>
        {controle(champ, { ...commun, requis: true }, valeur, affichage)}
      </div>
    );
  return (
    <div className="champ-formulaire" {...montrerSi(champ, chemin)}>
      {controle(champ, commun, valeur, affichage)}
    </div>
  );
}

/** Tells the script when to show the field; without it every field stays visible. */
function montrerSi(champ: ChampDeSaisie, chemin: string) {
  if (!champ.montrerSi) return {};
  const { champ: autre, parmi } = champ.montrerSi;
  return {
    'data-montrer-si': `${chemin.slice(0, chemin.lastIndexOf('.') + 1)}${autre}`,
    'data-parmi': parmi.map((une) => (typeof une === 'boolean' ? (une ? 'oui' : 'non') : une)).join('|'),
  };
}

const UNE_DATE = /^\d{4}-\d{2}-\d{2}$/;

function controle(
  champ: ChampDeSaisie,
  commun: Parameters<typeof ChampTexte>[0],
  valeur: string,
  { options, bornes }: Affichage,
) {
  if (estNombre(champ))
    return <ChampNombre {...commun} valeur={valeur} unite={champ.unite} entier={estNombreEntier(champ)} />;
  switch (champ.type) {
    case 'date': {
      // A date control shows nothing of a text it cannot read: the person would not see what he is told is
      // wrong.
      if (valeur !== '' && !UNE_DATE.test(valeur))
        return <ChampTexte {...commun} valeur={valeur} autoComplete="off" largeur="courte" />;
      const { min, max } = bornes(champ);
      return <ChampDate {...commun} valeur={valeur} min={min ?? undefined} max={max ?? undefined} />;
    }
    case 'booleen':
      return (
        <ChampRadios
          {...commun}
          valeur={valeur}
          enLigne
          choix={[
            { valeur: 'oui', libelle: 'Oui' },
            { valeur: 'non', libelle: 'Non' },
          ]}
        />
      );
    case 'choix':
      return <ChampSelection {...commun} valeur={valeur} vide="Choisir…" options={options(champ)} />;
    case 'texte-long':
      return <ChampZone {...commun} valeur={valeur} longueurMax={5000} lignes={3} />;
    case 'commune':
      return (
        <div data-commune="">
          <ChampTexte {...commun} valeur={valeur} autoComplete="off" largeur="moyenne" />
        </div>
      );
    case 'texte':
      return <ChampTexte {...commun} valeur={valeur} longueurMax={200} autoComplete="off" />;
    default:
      return null;
  }
}
