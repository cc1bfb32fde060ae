import { Link, useSearchParams } from 'react-router-dom';
import type { PageDeLettre } from '#admin/decisions/contrats.ts';
import { adresses } from '#admin/components/socle/adresses.ts';
import { Page } from '#admin/components/socle/page.tsx';
import { AvecDonnees } from '#admin/components/decision/charger.tsx';

type Lettre = PageDeLettre['lettre'];
type Bloc = Lettre['ouverture'][number];

/** The letter that explains a decision to the partner, to print. */
export default function LettreDecision() {
  const [parametres] = useSearchParams();
  const reference = parametres.get('decision') ?? '';
  return (
    <AvecDonnees<PageDeLettre> ecran="lettre" reference={reference}>
      {({ lettre, decision }) => (
        <Page
          titre="Courrier au partenaire" cle={lettre.decisionId} fil={[{ libelle: 'Décisions', href: adresses.liste('decisions') }, { libelle: lettre.reference, href: decision }, { libelle: 'Courrier' }]}
          actions={<div className="actions"><Link className="bouton" to={decision}>Retour à la décision</Link><button type="button" className="bouton bouton--principal" onClick={() => window.print()}>Imprimer</button></div>}
        >
          <p className="intro intro--ecran">Seul ce qui est encadré s’imprime. Les passages « à compléter par la Caf » ne sont pas dans les règles : complétez-les avant l’envoi.</p>
          <Courrier lettre={lettre} />
        </Page>
      )}
    </AvecDonnees>
  );
}

function Courrier({ lettre: { expediteur, destinataire, date, objet, ouverture, parties, cloture, pied } }: { lettre: Lettre }) {
  return (
    <article className="lettre" aria-label="Courrier">
      <div className="lettre-expediteur"><Blocs blocs={expediteur} /></div>
      <div className="lettre-destinataire"><Blocs blocs={destinataire} /></div>
      <p className="lettre-date">Le {date}</p>
      <p className="lettre-objet"><strong>Objet :</strong> {objet}</p>
      <Blocs blocs={ouverture} />
      {parties.map(({ titre, blocs }) => <section key={titre}><h2>{titre}</h2><Blocs blocs={blocs} /></section>)}
      <div className="lettre-cloture"><Blocs blocs={cloture} /></div>
      <p className="lettre-pied">{pied}</p>
    </article>
  );
}

const Blocs = ({ blocs }: { blocs: readonly Bloc[] }) => <>{blocs.map((bloc, rang) => <BlocMontre key={rang} bloc={bloc} />)}</>;

function BlocMontre({ bloc }: { bloc: Bloc }) {
  switch (bloc.genre) {
    case 'paragraphe': return <p>{bloc.texte}</p>;
    case 'alerte': return <p className="lettre-alerte">{bloc.texte}</p>;
    case 'a-completer': return <p className="a-completer">{bloc.texte}</p>;
    case 'liste': return <ul className="puces-decision">{bloc.elements.map((element) => <li key={element}>{element}</li>)}</ul>;
    case 'tableau': return (
      <table>
        <caption className="lecteur">{bloc.legende}</caption>
        <thead><tr>{bloc.colonnes.map((colonne) => <th key={colonne} scope="col">{colonne}</th>)}</tr></thead>
        <tbody>{bloc.lignes.map(([tete = '', ...reste]) => <tr key={tete}><th scope="row" data-libelle={bloc.colonnes[0]}>{tete}</th>{reste.map((cellule, rang) => <td key={rang} data-libelle={bloc.colonnes[rang + 1]}>{cellule}</td>)}</tr>)}</tbody>
      </table>
    );
  }
}
