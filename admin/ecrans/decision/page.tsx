import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { ecran, type PageDeDecision, type RejeuEnMots } from '#admin/ecrans/decision/client.ts';
import { adresses } from '#admin/ui/adresses.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Page } from '#admin/ui/page.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { Tableau } from '#admin/ui/tableau.tsx';
import { PageDEcran } from '#admin/ui/ecran.tsx';
import {
  Carte,
  Constats,
  Examinees,
  NonExamines,
  Alternatives,
  Calculs,
  Parametres,
  SuiteDonnee,
} from '#admin/ecrans/decision/parties.tsx';
import { Identite } from '#admin/ecrans/decision/identite.tsx';
import { Rejeu } from '#admin/ecrans/decision/rejeu.tsx';

/** A recorded decision: what it said, of what, by which version, why, and what would change it. */
export function PageDecision({ recordId }: { recordId?: string }) {
  const [parametres] = useSearchParams();
  const reference = recordId ?? parametres.get('decision') ?? '';
  return (
    <PageDEcran ecran={ecran} requete={{ decision: reference }}>
      {(donnees) => <Decision {...donnees} />}
    </PageDEcran>
  );
}

const cellule = (valeur: string) => ({ genre: 'texte' as const, valeur });

function Decision({ explication, liens }: PageDeDecision) {
  const { id, reference, titre, etat, etatEnClair, issues, manquants, resultats, faits, fictives, suite } =
    explication;
  const [rejeu, setRejeu] = useState<RejeuEnMots | 'attente' | { refus: string }>();
  useImpressionDepliee();
  const rejouer = async () => {
    setRejeu('attente');
    const { resultat, refus } = await ecran.poster('rejouer', { decision: id });
    setRejeu(resultat ?? { refus: refus?.message ?? '' });
  };
  const nom = issues.map(({ libelle }) => libelle).join(', ') || 'Décision suspendue';
  return (
    <Page
      titre={nom}
      surtitre={titre}
      cle={id}
      fil={[{ libelle: 'Décisions', href: adresses.liste('decisions') }, { libelle: reference }]}
      etat={
        <Pastille ton={suite?.rendue ? 'succes' : etat === 'decide' ? 'neutre' : 'attention'}>
          {suite?.rendue ? 'Tranché par la Caf' : etatEnClair}
        </Pastille>
      }
      actions={
        <div className="actions">
          <button
            type="button"
            className="bouton"
            aria-disabled={rejeu === 'attente'}
            onClick={() => {
              if (rejeu !== 'attente') void rejouer();
            }}
          >
            Rejouer
          </button>
          {liens.essai && (
            <Link className="bouton" to={liens.essai}>
              Essayer autrement
            </Link>
          )}
          <Link className="bouton bouton--principal" to={liens.lettre}>
            Courrier au partenaire
          </Link>
        </div>
      }
    >
      <div role="status" aria-live="polite">
        <Rejeu rejeu={rejeu} />
      </div>
      {fictives.length > 0 && (
        <div className="avis avis--attention">
          <Icone nom="alerte" />
          <div>
            <p>
              <strong>Valeur fictive</strong>
            </p>
            <p>
              Cette décision utilise une valeur fictive : {fictives.join(', ')}. Son résultat n’a pas de
              valeur.
            </p>
          </div>
        </div>
      )}
      <Identite explication={explication} liens={liens} />
      {manquants.length > 0 && (
        <Carte titre="Ce qui manque">
          <p>La décision est suspendue : il manque {manquants.join(', ')}.</p>
        </Carte>
      )}
      <Carte titre="Pourquoi">
        <Constats explication={explication} />
      </Carte>
      {suite && (
        <Carte titre="La suite donnée">
          <SuiteDonnee suite={suite} fuseau={explication.caf.fuseau} />
        </Carte>
      )}
      {resultats.length > 0 && (
        <Tableau
          table={{
            titre: 'Résultats',
            colonnes: ['Résultat', 'Valeur'],
            vide: '',
            lignes: resultats.map(({ nom: cle, libelle, valeur }) => ({
              cle,
              cellules: [cellule(libelle), cellule(valeur)],
            })),
          }}
        />
      )}
      <Tableau
        table={{
          titre: 'Faits lus',
          colonnes: ['Fait', 'Valeur', 'Origine'],
          vide: 'Aucun fait n’a été lu.',
          lignes: faits.map(({ nom: cle, libelle, valeur, origine }) => ({
            cle,
            cellules: [cellule(libelle), cellule(valeur), cellule(origine)],
          })),
        }}
      />
      {explication.parametres.length > 0 && (
        <Carte titre="Valeurs appliquées">
          <Parametres parametres={explication.parametres} />
        </Carte>
      )}
      {explication.calculs.length > 0 && (
        <Carte titre="Calculs">
          <Calculs calculs={explication.calculs} />
        </Carte>
      )}
      <Carte
        titre="Ce qui changerait l’issue"
        intro="Un seul fait changé à la fois, les autres restant ce qu’ils étaient, jugé par la version de ce jour-là."
      >
        <Alternatives explication={explication} />
      </Carte>
      <Carte titre="Règles examinées">
        <Examinees regles={explication.regles} />
      </Carte>
      <Carte titre="Ce qui n’a pas été examiné">
        <NonExamines nonExamine={explication.nonExamine} />
      </Carte>
    </Page>
  );
}

/** On paper nothing can be unfolded: everything is open while printing. */
function useImpressionDepliee() {
  useEffect(() => {
    const ouverts: HTMLDetailsElement[] = [];
    const ouvrir = () => {
      for (const pli of document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')) {
        pli.open = true;
        ouverts.push(pli);
      }
    };
    const refermer = () => {
      for (const pli of ouverts.splice(0)) pli.open = false;
    };
    window.addEventListener('beforeprint', ouvrir);
    window.addEventListener('afterprint', refermer);
    return () => {
      window.removeEventListener('beforeprint', ouvrir);
      window.removeEventListener('afterprint', refermer);
    };
  }, []);
}
