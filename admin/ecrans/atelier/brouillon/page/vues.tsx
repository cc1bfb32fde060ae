import type { ReactNode } from 'react';
import type { PageBrouillon, Verification } from '#admin/ecrans/atelier/brouillon/client.ts';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { Parametres } from '#admin/ecrans/atelier/brouillon/page/parametres.tsx';
import { QuestionsDuBrouillon } from '#admin/ecrans/atelier/brouillon/page/questions.tsx';
import { Scenarios } from '#admin/ecrans/atelier/brouillon/page/scenarios.tsx';
import { TexteDuBrouillon } from '#admin/ecrans/atelier/brouillon/page/texte.tsx';
import { Onglets } from '#admin/ecrans/atelier/commun/onglets.tsx';
import { ContenuRendu } from '#admin/ecrans/atelier/commun/rendu/contenu.tsx';

type Formulaires = NonNullable<Verification['formulaires']>;

/** The views of one document: parameters, scenarios, questions, text and reading. */
export function VuesDuBrouillon({
  donnees,
  document,
  vue,
  choisir,
  texteOuvert,
  cible,
}: {
  donnees: PageBrouillon;
  document: Document;
  vue: string;
  choisir: (nom: string) => void;
  texteOuvert: boolean;
  cible: { ligne: number; colonne: number } | null;
}) {
  const { brouillon, schema, peutEcrire, aujourdhui } = donnees;
  const { genre, jeu } = brouillon;
  const suite = { document, peutEcrire };
  /** What the forms show of the text, once it reads as a file of its kind. */
  const lue = (montrer: (formulaires: Formulaires) => ReactNode): ReactNode => {
    const { verification } = document;
    if (verification?.formulaires) return montrer(verification.formulaires);
    return (
      verification && (
        <p className="vide">
          Le texte ne se lit pas comme un fichier de ce genre : corrigez ce que disent les contrôles, dans
          l’onglet « Texte ».
        </p>
      )
    );
  };
  const parametres = {
    nom: 'parametres',
    libelle: 'Paramètres',
    contenu: lue((formulaires) => (
      <Parametres formulaires={formulaires} aujourdhui={aujourdhui} {...suite} />
    )),
  };
  const scenarios = {
    nom: 'scenarios',
    libelle: 'Scénarios',
    contenu: lue((formulaires) => <Scenarios jeu={jeu} formulaires={formulaires} {...suite} />),
  };
  const questions = {
    nom: 'questions',
    libelle: 'Questions',
    contenu: lue((formulaires) => <QuestionsDuBrouillon questions={formulaires.questions} {...suite} />),
  };
  const texte = {
    nom: 'texte',
    libelle: 'Texte',
    garde: texteOuvert,
    contenu: <TexteDuBrouillon schema={schema} cible={cible} {...suite} />,
  };
  const lecture = {
    nom: 'lecture',
    libelle: 'Lecture',
    contenu: lue(({ contenu }) => <ContenuRendu contenu={contenu} aujourdhui={aujourdhui} />),
  };
  return (
    <Onglets
      libelle="Vues du brouillon"
      choisi={vue}
      choisir={choisir}
      onglets={[
        ...(genre === 'formulaire' || genre === 'referentiel' ? [] : [parametres]),
        ...(genre === 'regles' ? [scenarios] : []),
        questions,
        texte,
        lecture,
      ]}
    />
  );
}
