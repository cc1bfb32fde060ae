import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { PageFictives } from '#admin/regles/contrats.ts';
import { compter } from '#admin/affichage.ts';
import { Icone } from '#admin/components/socle/icones.tsx';
import { adresseDe, AvisDeRefus, filDe, Page, PageDesRegles, poster, type Refus } from '#admin/components/regles/outils.tsx';

/** Fictitious values over all files, file by file: each is replaced in a draft, with its source. */
export function PageDesFictives() {
  return <PageDesRegles<PageFictives> ecran="fictives">{(donnees) => <Fictives donnees={donnees} />}</PageDesRegles>;
}

function Fictives({ donnees: { valeurs, peutEcrire } }: { donnees: PageFictives }) {
  const [crees, setCrees] = useState<Readonly<Record<string, string>>>({});
  const [refus, setRefus] = useState<Refus>();
  const fichiers = [...new Map(valeurs.map((valeur) => [valeur.empreinte, valeur])).values()];
  const creer = async (empreinte: string) => {
    const { resultat, refus: non } = await poster<{ id: string }>('fictives', 'creer', { depuis: empreinte });
    setRefus(non);
    if (resultat) setCrees((avant) => ({ ...avant, [empreinte]: resultat.id }));
  };
  return (
    <Page titre="Valeurs fictives" fil={filDe({ libelle: 'Valeurs fictives' })} cle="fictives">
      <p className="intro">{compter(valeurs.length, 'valeur inventée', 'valeurs inventées')}, faute de texte, dans les versions en vigueur. Pour remplacer celles d’un fichier : créez un brouillon, puis donnez à chacune sa vraie valeur et sa source.</p>
      <AvisDeRefus refus={refus} />
      {valeurs.length === 0 && <p className="vide"><Icone nom="coche" /> Aucune valeur fictive.</p>}
      {fichiers.map(({ empreinte, titre }) => (
        <section key={empreinte} className="carte" aria-label={titre}>
          <header className="carte-entete">
            <h2>{titre}</h2>
            {crees[empreinte] ? <Link className="bouton bouton--principal" to={adresseDe('brouillon', { id: crees[empreinte] })}>Donner les vraies valeurs</Link>
              : peutEcrire && <button type="button" className="bouton" onClick={() => void creer(empreinte)}>Créer un brouillon</button>}
          </header>
          <div className="table-cadre" role="region" aria-label={`Valeurs fictives : ${titre}`} tabIndex={0}>
            <table>
              <thead><tr><th scope="col">Paramètre</th><th scope="col">Valeur fictive</th><th scope="col">Quand</th><th scope="col">Question</th></tr></thead>
              <tbody>{valeurs.filter((valeur) => valeur.empreinte === empreinte).map(({ nom, rang, libelle, texte, periode, question }) => <tr key={`${nom}/${rang}`}><th scope="row" data-libelle="Paramètre">{libelle}</th><td data-libelle="Valeur fictive">{texte}</td><td data-libelle="Quand">{periode}</td><td data-libelle="Question">{question ?? '—'}</td></tr>)}</tbody>
            </table>
          </div>
        </section>
      ))}
    </Page>
  );
}
