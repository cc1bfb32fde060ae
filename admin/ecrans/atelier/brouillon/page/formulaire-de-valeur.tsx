import { useId, useRef, useState, type FormEvent } from 'react';
import type { ParametreEditable, Verification } from '#admin/ecrans/atelier/brouillon/client.ts';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';
import { useGarde } from '#admin/ui/garde.ts';
import { dateFr } from '#src/kernel/francais.ts';

export const CERTITUDES = [
  { valeur: 'explicite', libelle: 'Écrit dans la source' },
  { valeur: 'interpretation', libelle: 'Interprétation de la source' },
  { valeur: 'silence-de-la-source', libelle: 'La source est muette' },
  { valeur: 'fictif', libelle: 'Valeur fictive' },
];
export const NATURES = [
  { valeur: 'circulaire', libelle: 'Circulaire' },
  { valeur: 'loi', libelle: 'Loi' },
  { valeur: 'decret', libelle: 'Décret' },
  { valeur: 'referentiel', libelle: 'Référentiel' },
  { valeur: 'convention', libelle: 'Convention' },
  { valeur: 'support-de-presentation', libelle: 'Support de présentation (source faible)' },
  { valeur: 'page-institutionnelle', libelle: 'Page institutionnelle (source faible)' },
  { valeur: 'presse', libelle: 'Presse (source faible)' },
  { valeur: 'note-interne', libelle: 'Note interne (source faible)' },
];

type Formulaires = NonNullable<Verification['formulaires']>;
/** What a field of this form is given by its name. */
type ChampNomme = (nom: string) => {
  valeur: string;
  changer: (valeur: string) => void;
  erreur: string | undefined;
};

/** A new value starts from the last one, without its day and its amount. */
const saisieDeDepart = (
  depart: ParametreEditable['champs'][number] | undefined,
  nouvelle: boolean,
  aujourdhui: string,
): Readonly<Record<string, string>> => ({
  du: nouvelle ? '' : dateFr(depart?.du ?? ''),
  valeur: nouvelle ? '' : (depart?.valeur ?? ''),
  certitude: depart?.certitude ?? 'explicite',
  question: depart?.question ?? '',
  derniereVerification: dateFr(aujourdhui),
  'source.type': 'circulaire',
});

const CHOISIR = { valeur: '', libelle: 'Choisir…' };

/** How the value itself is given: a choice, or a text with its unit. */
function saisieDe({ type, options, unite }: ParametreEditable) {
  if (type === 'booleen')
    return { liste: [CHOISIR, { valeur: 'oui', libelle: 'Oui' }, { valeur: 'non', libelle: 'Non' }] };
  return type === 'enum' ? { liste: [CHOISIR, ...options] } : { unite };
}

/** One dated value of a parameter: since when, how much, on what it stands. */
export function FormulaireDeValeur({
  parametre,
  rang,
  formulaires,
  document,
  aujourdhui,
  fermer,
}: {
  parametre: ParametreEditable;
  rang: number | null;
  formulaires: Formulaires;
  document: Document;
  aujourdhui: string;
  fermer: () => void;
}) {
  const depart = parametre.champs[rang ?? parametre.champs.length - 1];
  const [saisie, setSaisie] = useState(() => saisieDeDepart(depart, rang === null, aujourdhui));
  const [sources, setSources] = useState<readonly string[]>(depart?.sources ?? []);
  const [refus, setRefus] = useState<Refus>();
  const [envoi, setEnvoi] = useState(false);
  const ouverte = useRef({ saisie, sources });
  useGarde(saisie !== ouverte.current.saisie || sources !== ouverte.current.sources);
  const champ: ChampNomme = (nom) => ({
    valeur: saisie[nom] ?? '',
    changer: (valeur: string) => setSaisie((avant) => ({ ...avant, [nom]: valeur })),
    erreur: refus?.champs[nom],
  });
  const envoyer = async (evenement: FormEvent) => {
    evenement.preventDefault();
    setEnvoi(true);
    const non = await document.retoucher('valeur', {
      parametre: parametre.nom,
      rang: rang === null ? '' : String(rang),
      ...saisie,
      sources,
    });
    setEnvoi(false);
    if (non) setRefus(non);
    else fermer();
  };
  return (
    <form
      className="formulaire formulaire--valeur"
      onSubmit={(evenement) => void envoyer(evenement)}
      noValidate
      aria-label={rang === null ? 'Nouvelle valeur' : 'Modifier la valeur'}
    >
      <AvisDeRefus refus={refus} />
      <div className="grille">
        <ChampDAtelier libelle="À partir du" obligatoire aide="Par exemple 01/01/2020." {...champ('du')} />
        <ChampDAtelier libelle="Valeur" obligatoire {...saisieDe(parametre)} {...champ('valeur')} />
        <ChampDAtelier libelle="Force de l’appui" liste={CERTITUDES} {...champ('certitude')} />
        <ChampDAtelier libelle="Vérifié le" obligatoire {...champ('derniereVerification')} />
      </div>
      <SourcesCitees
        citations={formulaires.citations}
        choisies={sources}
        changer={setSources}
        erreur={refus?.champs['sources']}
      />
      <NouvelleSource champ={champ} />
      <QuestionOuverte questions={formulaires.questions} champ={champ} />
      <div className="formulaire-actions">
        <button type="button" className="bouton" onClick={fermer}>
          Annuler
        </button>
        <button type="submit" className="bouton bouton--principal" disabled={envoi}>
          {rang === null ? 'Ajouter la valeur' : 'Modifier la valeur'}
        </button>
      </div>
    </form>
  );
}

function SourcesCitees({
  citations,
  choisies,
  changer,
  erreur,
}: {
  citations: Formulaires['citations'];
  choisies: readonly string[];
  changer: (references: readonly string[]) => void;
  erreur: string | undefined;
}) {
  const base = useId();
  const basculer = (reference: string) =>
    changer(
      choisies.includes(reference)
        ? choisies.filter((autre) => autre !== reference)
        : [...choisies, reference],
    );
  return (
    <fieldset className="champ champ--large" aria-describedby={erreur ? `${base}-sources` : undefined}>
      <legend>Sources citées</legend>
      {erreur && (
        <p className="champ-erreur" id={`${base}-sources`}>
          {erreur}
        </p>
      )}
      <div className="sources-a-citer">
        {citations.map(({ reference, libelle }) => (
          <div className="case" key={reference}>
            <input
              type="checkbox"
              id={`${base}-${reference}`}
              checked={choisies.includes(reference)}
              onChange={() => basculer(reference)}
            />
            <label htmlFor={`${base}-${reference}`}>{libelle}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** A source the file does not cite yet, on demand. */
function NouvelleSource({ champ }: { champ: ChampNomme }) {
  const [ouverte, setOuverte] = useState(false);
  if (!ouverte)
    return (
      <p>
        <button type="button" className="lien" onClick={() => setOuverte(true)}>
          Citer une nouvelle source
        </button>
      </p>
    );
  return (
    <fieldset className="champ champ--large">
      <legend>Nouvelle source</legend>
      <div className="grille">
        <ChampDAtelier libelle="Nature du document" liste={NATURES} {...champ('source.type')} />
        <ChampDAtelier libelle="Titre du document" {...champ('source.titre')} />
        <ChampDAtelier
          libelle="Où dans le document"
          aide="Article, page, diapositive."
          {...champ('source.lieu')}
        />
        <ChampDAtelier libelle="Date du texte" aide="Vide si elle est inconnue." {...champ('source.date')} />
      </div>
      <ChampDAtelier libelle="Ce que dit la source, avec vos mots" long {...champ('source.resume')} />
    </fieldset>
  );
}

function QuestionOuverte({ questions, champ }: { questions: Formulaires['questions']; champ: ChampNomme }) {
  const liste = [
    { valeur: '', libelle: 'Aucune' },
    ...questions
      .filter(({ id }) => !id.includes(':'))
      .map(({ id, texte }) => ({ valeur: id, libelle: `${id} – ${texte}` })),
    { valeur: 'nouvelle', libelle: 'Nouvelle question…' },
  ];
  return (
    <>
      <ChampDAtelier
        libelle="Question ouverte"
        aide="Obligatoire pour une valeur fictive, ou quand la source est muette."
        liste={liste}
        {...champ('question')}
      />
      {champ('question').valeur === 'nouvelle' && (
        <div className="grille">
          <ChampDAtelier libelle="Texte de la question" long {...champ('question.texte')} />
          <ChampDAtelier libelle="À qui la poser" {...champ('question.a')} />
        </div>
      )}
    </>
  );
}
