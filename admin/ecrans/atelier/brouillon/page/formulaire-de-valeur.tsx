import { useId, useRef, useState, type FormEvent } from 'react';
import type { ParametreEditable, Verification } from '#admin/ecrans/atelier/brouillon/client.ts';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { Champ } from '#admin/ecrans/atelier/commun/champ.tsx';
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
  formulaires: NonNullable<Verification['formulaires']>;
  document: Document;
  aujourdhui: string;
  fermer: () => void;
}) {
  const depart = parametre.champs[rang ?? parametre.champs.length - 1];
  const [saisie, setSaisie] = useState<Readonly<Record<string, string>>>({
    du: rang === null ? '' : dateFr(depart?.du ?? ''),
    valeur: rang === null ? '' : (depart?.valeur ?? ''),
    certitude: depart?.certitude ?? 'explicite',
    question: depart?.question ?? '',
    derniereVerification: dateFr(aujourdhui),
    'source.type': 'circulaire',
  });
  const [sources, setSources] = useState<readonly string[]>(depart?.sources ?? []);
  const [nouvelleSource, setNouvelleSource] = useState(false);
  const [refus, setRefus] = useState<Refus>();
  const [envoi, setEnvoi] = useState(false);
  const base = useId();
  const ouverte = useRef({ saisie, sources });
  useGarde(saisie !== ouverte.current.saisie || sources !== ouverte.current.sources);
  const champ = (nom: string) => ({
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
  const questions = [
    { valeur: '', libelle: 'Aucune' },
    ...formulaires.questions
      .filter(({ id }) => !id.includes(':'))
      .map(({ id, texte }) => ({ valeur: id, libelle: `${id} – ${texte}` })),
    { valeur: 'nouvelle', libelle: 'Nouvelle question…' },
  ];
  const basculer = (reference: string) =>
    setSources((avant) =>
      avant.includes(reference) ? avant.filter((autre) => autre !== reference) : [...avant, reference],
    );
  return (
    <form
      className="formulaire formulaire--valeur"
      onSubmit={(evenement) => void envoyer(evenement)}
      noValidate
      aria-label={rang === null ? 'Nouvelle valeur' : 'Modifier la valeur'}
    >
      <AvisDeRefus refus={refus} />
      <div className="grille">
        <Champ libelle="À partir du" obligatoire aide="Par exemple 01/01/2020." {...champ('du')} />
        {parametre.type === 'booleen' ? (
          <Champ
            libelle="Valeur"
            obligatoire
            liste={[
              { valeur: '', libelle: 'Choisir…' },
              { valeur: 'oui', libelle: 'Oui' },
              { valeur: 'non', libelle: 'Non' },
            ]}
            {...champ('valeur')}
          />
        ) : parametre.type === 'enum' ? (
          <Champ
            libelle="Valeur"
            obligatoire
            liste={[{ valeur: '', libelle: 'Choisir…' }, ...parametre.options]}
            {...champ('valeur')}
          />
        ) : (
          <Champ libelle="Valeur" obligatoire unite={parametre.unite} {...champ('valeur')} />
        )}
        <Champ libelle="Force de l’appui" liste={CERTITUDES} {...champ('certitude')} />
        <Champ libelle="Vérifié le" obligatoire {...champ('derniereVerification')} />
      </div>
      <fieldset
        className="champ champ--large"
        aria-describedby={refus?.champs['sources'] ? `${base}-sources` : undefined}
      >
        <legend>Sources citées</legend>
        {refus?.champs['sources'] && (
          <p className="champ-erreur" id={`${base}-sources`}>
            {refus.champs['sources']}
          </p>
        )}
        <div className="sources-a-citer">
          {formulaires.citations.map(({ reference, libelle }) => (
            <div className="case" key={reference}>
              <input
                type="checkbox"
                id={`${base}-${reference}`}
                checked={sources.includes(reference)}
                onChange={() => basculer(reference)}
              />
              <label htmlFor={`${base}-${reference}`}>{libelle}</label>
            </div>
          ))}
        </div>
      </fieldset>
      {nouvelleSource ? (
        <fieldset className="champ champ--large">
          <legend>Nouvelle source</legend>
          <div className="grille">
            <Champ libelle="Nature du document" liste={NATURES} {...champ('source.type')} />
            <Champ libelle="Titre du document" {...champ('source.titre')} />
            <Champ
              libelle="Où dans le document"
              aide="Article, page, diapositive."
              {...champ('source.lieu')}
            />
            <Champ libelle="Date du texte" aide="Vide si elle est inconnue." {...champ('source.date')} />
          </div>
          <Champ libelle="Ce que dit la source, avec vos mots" long {...champ('source.resume')} />
        </fieldset>
      ) : (
        <p>
          <button type="button" className="lien" onClick={() => setNouvelleSource(true)}>
            Citer une nouvelle source
          </button>
        </p>
      )}
      <Champ
        libelle="Question ouverte"
        aide="Obligatoire pour une valeur fictive, ou quand la source est muette."
        liste={questions}
        {...champ('question')}
      />
      {saisie['question'] === 'nouvelle' && (
        <div className="grille">
          <Champ libelle="Texte de la question" long {...champ('question.texte')} />
          <Champ libelle="À qui la poser" {...champ('question.a')} />
        </div>
      )}
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
