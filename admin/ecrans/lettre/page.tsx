import { useState, type FormEvent } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { instantFr } from '#src/kernel/francais.ts';
import { ecran, type PageDeLettre } from '#admin/ecrans/lettre/client.ts';
import { adresses } from '#admin/ui/adresses.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran } from '#admin/ui/ecran.tsx';

type Lettre = PageDeLettre['lettre'];
type Bloc = Lettre['ouverture'][number];

type Parts = Readonly<Record<string, string>>;

/** The letter that explains a decision to the partner: to complete, to keep, to print. */
export function LettreDecision() {
  const [parametres] = useSearchParams();
  const reference = parametres.get('decision') ?? '';
  const courrier = parametres.get('courrier');
  // The address names the letter shown: one that was kept, or the one to write.
  return (
    <PageDEcran ecran={ecran} requete={{ decision: reference, ...(courrier ? { courrier } : {}) }}>
      {(donnees) => <Redaction key={donnees.montre ?? 'nouveau'} {...donnees} />}
    </PageDEcran>
  );
}

function Redaction({ lettre, decision, montre, parts, courriers }: PageDeLettre) {
  const [ecrites, setEcrites] = useState<Parts>(
    Object.fromEntries(parts.map(({ nom, valeur }) => [nom, valeur])),
  );
  const [envoi, setEnvoi] = useState(false);
  const [refus, setRefus] = useState<string>();
  const [, setParametres] = useSearchParams();
  const { annoncer } = useAvis();
  const enregistrer = async (evenement: FormEvent) => {
    evenement.preventDefault();
    if (envoi) return;
    setEnvoi(true);
    const { resultat, refus: non } = await ecran.poster('enregistrer', {
      decision: lettre.decisionId,
      adresseCaf: '',
      destinataire: '',
      recours: '',
      signature: '',
      ...ecrites,
    });
    setEnvoi(false);
    if (!resultat) return setRefus(non?.message ?? '');
    annoncer({ type: 'success', message: 'Le courrier est enregistré. Imprimez-le, puis envoyez-le.' });
    setParametres({ decision: lettre.decisionId, courrier: resultat.id });
  };
  return (
    <Page
      titre="Courrier au partenaire"
      cle={lettre.decisionId + (montre ?? '')}
      fil={[
        { libelle: 'Décisions', href: adresses.liste('decisions') },
        { libelle: lettre.reference, href: decision },
        { libelle: 'Courrier' },
      ]}
      actions={
        <div className="actions">
          <Link className="bouton" to={decision}>
            Retour à la décision
          </Link>
          <button type="button" className="bouton bouton--principal" onClick={() => window.print()}>
            Imprimer
          </button>
        </div>
      }
    >
      <p className="intro intro--ecran">
        {montre
          ? 'Courrier enregistré, tel qu’il a été écrit. Seul ce qui est encadré s’imprime.'
          : 'Complétez ce que seule la Caf peut écrire, puis enregistrez le courrier. Seul ce qui est encadré s’imprime.'}
      </p>
      {parts.length > 0 && (
        <form
          className="carte formulaire lettre-saisie"
          aria-label="À compléter par la Caf"
          onSubmit={(evenement) => void enregistrer(evenement)}
          noValidate
        >
          {refus && (
            <div className="avis avis--erreur" role="alert">
              <Icone nom="alerte" />
              <p>{refus}</p>
            </div>
          )}
          <div className="grille">
            {parts.map(({ nom, libelle, longueur }) => (
              <div key={nom} className="champ champ--large">
                <label htmlFor={`part-${nom}`}>{libelle}</label>
                <textarea
                  id={`part-${nom}`}
                  maxLength={longueur}
                  value={ecrites[nom] ?? ''}
                  onChange={({ target }) => setEcrites({ ...ecrites, [nom]: target.value })}
                />
              </div>
            ))}
          </div>
          <div className="formulaire-actions">
            <button type="submit" className="bouton bouton--principal" aria-disabled={envoi}>
              Enregistrer le courrier
            </button>
          </div>
        </form>
      )}
      {courriers.length > 0 && (
        <nav className="carte intro--ecran" aria-label="Courriers enregistrés">
          <h2>Courriers enregistrés</h2>
          <ul className="puces-decision">
            {courriers.map(({ id, le, par }) => (
              <li key={id}>
                <Link
                  to={`?${new URLSearchParams({ decision: lettre.decisionId, courrier: id }).toString()}`}
                  aria-current={id === montre ? 'page' : undefined}
                >
                  Courrier du {instantFr(le, session.fuseau)}, par {par}
                </Link>
              </li>
            ))}
            {montre && (
              <li>
                <Link to={`?${new URLSearchParams({ decision: lettre.decisionId }).toString()}`}>
                  Écrire un nouveau courrier
                </Link>
              </li>
            )}
          </ul>
        </nav>
      )}
      <Courrier lettre={lettre} ecrites={ecrites} />
    </Page>
  );
}

function Courrier({
  lettre: { expediteur, destinataire, date, objet, ouverture, parties, cloture, pied },
  ecrites,
}: {
  lettre: Lettre;
  ecrites: Parts;
}) {
  return (
    <article className="lettre" aria-label="Courrier">
      <div className="lettre-expediteur">
        <Blocs blocs={expediteur} ecrites={ecrites} />
      </div>
      <div className="lettre-destinataire">
        <Blocs blocs={destinataire} ecrites={ecrites} />
      </div>
      <p className="lettre-date">Le {date}</p>
      <p className="lettre-objet">
        <strong>Objet :</strong> {objet}
      </p>
      <Blocs blocs={ouverture} ecrites={ecrites} />
      {parties.map(({ titre, blocs }) => (
        <section key={titre}>
          <h2>{titre}</h2>
          <Blocs blocs={blocs} ecrites={ecrites} />
        </section>
      ))}
      <div className="lettre-cloture">
        <Blocs blocs={cloture} ecrites={ecrites} />
      </div>
      <p className="lettre-pied">{pied}</p>
    </article>
  );
}

const Blocs = ({ blocs, ecrites }: { blocs: readonly Bloc[]; ecrites: Parts }) => (
  <>
    {blocs.map((bloc, rang) => (
      <BlocMontre key={rang} bloc={bloc} ecrites={ecrites} />
    ))}
  </>
);

function BlocMontre({ bloc, ecrites }: { bloc: Bloc; ecrites: Parts }) {
  switch (bloc.genre) {
    case 'paragraphe':
      return <p>{bloc.texte}</p>;
    case 'alerte':
      return <p className="lettre-alerte">{bloc.texte}</p>;
    case 'a-completer': {
      const ecrite = ecrites[bloc.champ]?.trim();
      return ecrite ? <p className="lettre-ecrite">{ecrite}</p> : <p className="a-completer">{bloc.texte}</p>;
    }
    case 'liste':
      return (
        <ul className="puces-decision">
          {bloc.elements.map((element) => (
            <li key={element}>{element}</li>
          ))}
        </ul>
      );
    case 'tableau':
      return (
        <table>
          <caption className="lecteur">{bloc.legende}</caption>
          <thead>
            <tr>
              {bloc.colonnes.map((colonne) => (
                <th key={colonne} scope="col">
                  {colonne}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bloc.lignes.map(([tete = '', ...reste]) => (
              <tr key={tete}>
                <th scope="row" data-libelle={bloc.colonnes[0]}>
                  {tete}
                </th>
                {reste.map((cellule, rang) => (
                  <td key={rang} data-libelle={bloc.colonnes[rang + 1]}>
                    {cellule}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}
